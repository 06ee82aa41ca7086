/** A number as the records have it, from one that was typed or pasted with its spaces and dashes. */
export function numberSought(typed: string): string {
  const said = typed.trim()
  return /^[+(\d]/.test(said) ? said.replace(/[\s()-]/g, '') : said
}
