/** Node's modules, packages, files of ours; each group by its name, upper and lower case as the bytes have them. */
const groupOf = (name) => (name.startsWith('node:') ? 0 : name.startsWith('.') ? 2 : 1)

function compare(a, b) {
  const [left, right] = [a.source.value, b.source.value]
  if (groupOf(left) !== groupOf(right)) return groupOf(left) - groupOf(right)
  return left < right ? -1 : left > right ? 1 : 0
}

/** Imports that stand together; one for its effect alone stays where it is, and begins a new run. */
function runsOf(program) {
  const runs = [[]]
  for (const node of program.body) {
    if (node.type !== 'ImportDeclaration') continue
    if (node.specifiers.length === 0) runs.push([])
    else runs.at(-1).push(node)
  }
  return runs
}

/** One way to sort imports, so that nobody thinks about it: `eslint --fix` does it. */
export const importOrder = {
  meta: {
    type: 'layout',
    fixable: 'code',
    schema: [],
    messages: { order: 'Imports are sorted: node:, packages, then files by their path.' },
  },
  create({ sourceCode, report }) {
    return {
      Program(program) {
        for (const run of runsOf(program)) {
          const sorted = run.toSorted(compare)
          const wrong = run.find((node, n) => node !== sorted[n])
          if (!wrong) continue
          report({
            node: wrong,
            messageId: 'order',
            fix: (fixer) =>
              run.map((node, n) => fixer.replaceText(node, sourceCode.getText(sorted[n]))),
          })
        }
      },
    }
  },
}
