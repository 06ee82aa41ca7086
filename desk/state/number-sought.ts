/** A number as the records have it, from one that was typed or pasted with its spaces and dashes. */
export const numberSought = (typed: string) =>
  /^[\s+(\d]/.test(typed) ? typed.replace(/[\s()-]/g, '') : typed.trim()
