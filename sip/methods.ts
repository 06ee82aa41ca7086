/** The methods that we serve inside a dialog, as an Allow header. */
export const allowInDialog = 'INVITE, ACK, PRACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, REFER, NOTIFY'
/** What we understand of a party we call; the edge adds its own. */
export const supported = '100rel'
/** Those that we serve outside of one too. */
export const allow = `${allowInDialog}, REGISTER`
/** Methods that we know, and refuse outside of dialogs. */
export const unserved = ['message', 'subscribe', 'publish', 'notify', 'info', 'refer']
