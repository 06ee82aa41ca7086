/** The methods that we serve inside a dialog, as an Allow header. */
export const allowInDialog = 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, REFER, NOTIFY'
/** Those that we serve outside of one too. */
export const allow = `${allowInDialog}, REGISTER`
/** Methods that we know, and refuse outside of dialogs. */
export const unserved = ['message', 'subscribe', 'publish', 'notify', 'info', 'refer']
