/** `86.0 %`, or a dash while nothing can be said. */
export const formatPercent = (part: number | undefined, digits = 1) =>
  part === undefined ? '–' : `${(part * 100).toFixed(digits)} %`
