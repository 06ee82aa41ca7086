import { posix } from 'node:path'
import ts from 'typescript'

/** What a source file imports, as far as the import picture is concerned. */
export type Source = {
  /** From the top of the repository, `core/names.ts`. */
  readonly path: string
  /** Paths of files in the repository, and names of packages (`pino`, `node:fs`). */
  readonly imports: readonly string[]
  /** Those of them that are still there at run time: `import type` is erased. */
  readonly loads: readonly string[]
  readonly readsEnvironment: boolean
}

/** Reads one TypeScript file: static, dynamic and type imports, re-exports, and reads of `process.env`. */
export function readSource(path: string, text: string): Source {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)
  const [imports, loads] = [new Set<string>(), new Set<string>()]
  let readsEnvironment = false
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node)
    if (specifier !== undefined) {
      const imported = resolveImport(path, specifier)
      imports.add(imported)
      if (!isErased(node)) loads.add(imported)
    }
    if (isEnvironment(node)) readsEnvironment = true
    ts.forEachChild(node, visit)
  }
  visit(file)
  return { path, imports: [...imports], loads: [...loads], readsEnvironment }
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node))
    return textOf(node.moduleSpecifier)
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return textOf(node.argument.literal)
  if (ts.isCallExpression(node) && isImporter(node.expression)) return textOf(node.arguments[0])
  return undefined
}

const isErased = (node: ts.Node): boolean =>
  ts.isImportTypeNode(node) ||
  (ts.isImportDeclaration(node) &&
    node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) ||
  (ts.isExportDeclaration(node) && node.isTypeOnly)

const isImporter = (callee: ts.Expression): boolean =>
  callee.kind === ts.SyntaxKind.ImportKeyword ||
  (ts.isIdentifier(callee) && callee.text === 'require')

const textOf = (node: ts.Node | undefined): string | undefined =>
  node && ts.isStringLiteralLike(node) ? node.text : undefined

/** `process.env`, and `env` taken out of `process` or `node:process`. */
function isEnvironment(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node))
    return node.name.text === 'env' && /\bprocess$/.test(node.expression.getText())
  if (ts.isBindingElement(node))
    return isEnv(node) && /= process$/.test(node.parent.parent.getText())
  if (ts.isImportSpecifier(node))
    return isEnv(node) && /node:process/.test(node.parent.parent.parent.getText())
  return false
}

const isEnv = (node: ts.BindingElement | ts.ImportSpecifier): boolean =>
  (node.propertyName ?? node.name).getText() === 'env'

/** A relative import becomes a path in the repository; of a package's deeper path only the package counts. */
function resolveImport(from: string, specifier: string): string {
  const [path = ''] = specifier.split('?')
  if (path.startsWith('.')) return posix.join(posix.dirname(from), path)
  if (path.startsWith('node:')) return path
  return path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/')
}
