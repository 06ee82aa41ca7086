/** A literal is written plainly: an object or an array is not made only to be spread into the next literal or call. */

/** `{ a, ...{ b, c } }` is `{ a, b, c }`: what stands in the inner one takes its place, in the same order. */
export const plainObjects = {
  meta: {
    type: 'layout',
    fixable: 'code',
    schema: [],
    messages: { plainly: 'Write the fields themselves.' },
  },
  create: ({ sourceCode, report }) => ({
    'ObjectExpression > SpreadElement > ObjectExpression': (inner) =>
      report({
        node: inner.parent,
        messageId: 'plainly',
        fix: (fixer) => unwrap(fixer, sourceCode, inner, inner.properties),
      }),
  }),
}

/** `f(...[a, b])` is `f(a, b)`. */
export const plainArguments = {
  meta: {
    type: 'layout',
    fixable: 'code',
    schema: [],
    messages: { plainly: 'Write the arguments themselves.' },
  },
  create: ({ sourceCode, report }) => ({
    ':matches(CallExpression, NewExpression) > SpreadElement > ArrayExpression': (inner) =>
      report({
        node: inner.parent,
        messageId: 'plainly',
        fix: (fixer) => unwrap(fixer, sourceCode, inner, inner.elements),
      }),
  }),
}

function unwrap(fixer, sourceCode, inner, parts) {
  const [first, last] = [parts[0], parts.at(-1)]
  if (!first || !last || sourceCode.getCommentsInside(inner).length > 0) return null
  return fixer.replaceText(inner.parent, sourceCode.text.slice(first.range[0], last.range[1]))
}
