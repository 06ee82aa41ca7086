/**
 * How far the product still is from what it should be. These figures only ever fall: whoever makes one better lowers
 * it here. Files that import each other, types included, are a circle.
 */
export const limits = {
  filesInLargestCircle: 4,
  filesInCircles: 9,
  shareOfSmallFiles: 0.13,
  exportsOnlyTestsUse: 36,
  exportsNobodyUses: 0,
}

/** A file of fewer lines is small: it is worth asking whether it belongs to its one user. */
export const smallLines = 30

/** Where a file per kind is the rule, however short: they are not counted as small. */
export const roomsOfKinds = ['acd/router/strategies/', 'ivr/nodes/', 'media/engine/codecs/']
