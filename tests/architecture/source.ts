import { posix } from 'node:path'
import ts from 'typescript'

/** What one source file has and uses, as far as the gates are concerned. */
export type Source = {
  /** From the top of the repository, `core/names.ts`. */
  readonly path: string
  /** Paths of files in the repository, and names of packages (`pino`, `node:fs`). */
  readonly imports: readonly string[]
  /** Those of them that are still there at run time: `import type` is erased. */
  readonly loads: readonly string[]
  readonly readsEnvironment: boolean
  readonly lines: number
  /** Names of the types, interfaces and classes that stand at its top, exported or not. */
  readonly types: readonly string[]
  readonly exports: readonly string[]
  /** What it takes from other files by name; `*` is all of a file. */
  readonly uses: readonly { readonly from: string; readonly name: string }[]
}

/** Reads one TypeScript file: static, dynamic and type imports, re-exports, and reads of `process.env`. */
export function readSource(path: string, text: string): Source {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)
  const imports = new Set<string>()
  const loads = new Set<string>()
  const uses: { from: string; name: string }[] = []
  let readsEnvironment = false
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node)
    if (specifier !== undefined) {
      const imported = resolveImport(path, specifier)
      imports.add(imported)
      if (!isErased(node)) loads.add(imported)
      for (const name of namesTaken(node)) uses.push({ from: imported, name })
    }
    if (isEnvironment(node)) readsEnvironment = true
    ts.forEachChild(node, visit)
  }
  visit(file)
  return {
    path,
    imports: [...imports],
    loads: [...loads],
    readsEnvironment,
    lines: text.split('\n').length - 1,
    types: file.statements.filter(isTypeDeclaration).flatMap(({ name }) => name?.text ?? []),
    exports: file.statements.flatMap(exportedNames),
    uses,
  }
}

const isTypeDeclaration = (
  node: ts.Node,
): node is ts.TypeAliasDeclaration | ts.InterfaceDeclaration | ts.ClassDeclaration =>
  ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)

/** The names that an import or a re-export takes out of another file. */
function namesTaken(node: ts.Node): readonly string[] {
  if (ts.isImportDeclaration(node)) {
    const bindings = node.importClause?.namedBindings
    const whole = node.importClause?.name ? ['default'] : []
    if (!bindings) return whole
    return ts.isNamespaceImport(bindings) ? ['*'] : [...whole, ...bindings.elements.map(nameTaken)]
  }
  if (ts.isExportDeclaration(node) && node.exportClause && ts.isNamedExports(node.exportClause))
    return node.exportClause.elements.map(nameTaken)
  if (ts.isImportTypeNode(node) && node.qualifier) return [node.qualifier.getText()]
  return ['*']
}

const nameTaken = ({ propertyName, name }: ts.ImportSpecifier | ts.ExportSpecifier): string =>
  (propertyName ?? name).text

function exportedNames(node: ts.Statement): readonly string[] {
  if (ts.isExportAssignment(node)) return ['default']
  if (ts.isExportDeclaration(node))
    return node.exportClause && ts.isNamedExports(node.exportClause)
      ? node.exportClause.elements.map(({ name }) => name.text)
      : []
  return isExported(node) ? declaredNames(node) : []
}

const isExported = (node: ts.Statement): boolean =>
  ts.canHaveModifiers(node) &&
  (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)

function declaredNames(node: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(node))
    return node.declarationList.declarations.flatMap(({ name }) => boundNames(name))
  if (ts.isFunctionDeclaration(node) || isTypeDeclaration(node))
    return [node.name?.text ?? 'default']
  return []
}

const boundNames = (name: ts.BindingName): readonly string[] =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((each) => (ts.isBindingElement(each) ? boundNames(each.name) : []))

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
