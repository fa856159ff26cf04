/** What a piece of source code is made of once comments, formatting and the manner of quoting are left out. */
export interface Token {
  readonly kind: 'word' | 'name' | 'number' | 'string' | 'sign'
  readonly text: string
}

export type Notation = 'python' | 'javascript'

// Each alternative takes one character at least and none can be matched in two ways: the time is linear in the text.
const comment = {
  python: String.raw`#[^\n]*`,
  javascript: String.raw`\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$)`,
}
const text = {
  python: String.raw`"""(?:[^"\\]|\\[^]|"(?!""))*(?:"""|$)|'''(?:[^'\\]|\\[^]|'(?!''))*(?:'''|$)|"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?`,
  javascript: String.raw`"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?|${'`'}(?:[^${'`'}\\]|\\[^])*${'`'}?`,
}
const name = String.raw`[\p{L}_$][\p{L}\p{N}_$]*`
const number = String.raw`(?:\d|\.\d)(?:[eE][+-]?\d|[\w.])*`
const sign = String.raw`=>|\*\*=?|\/\/=?|[-+*/%&|^!=<>@]=+|&&|\|\||<<|>>|\?\?|\?\.|[^\s]`

const pattern = (notation: Notation): RegExp =>
  new RegExp(
    `(?<comment>${comment[notation]})|(?<string>${text[notation]})|(?<number>${number})|(?<name>${name})|(?<sign>${sign})`,
    'gu',
  )

const patterns = { python: pattern('python'), javascript: pattern('javascript') }

/** Words of the language, which are not for the author to choose. */
const words = {
  python: new Set(
    (
      'False None True and as assert async await break class continue def del elif else except finally for from global ' +
      'if import in is lambda nonlocal not or pass raise return try while with yield'
    ).split(' '),
  ),
  javascript: new Set(
    (
      'async await break case catch class const continue debugger default delete do else export extends false finally ' +
      'for from function if import in instanceof let new null of return super switch this throw true try typeof ' +
      'undefined var void while with yield'
    ).split(' '),
  ),
}

/** `const` and `let` are a matter of taste. */
const declares = new Set(['const', 'let', 'var'])
const closes = new Set([')', ']', '}'])

/**
 * The tokens of a source, whether or not it is valid; nothing is parsed or run. Left out are semicolons, the comma
 * before a closing bracket, and strings that stand for themselves, which are Python's comments on functions.
 */
export function tokensOf(source: string, notation: Notation): Token[] {
  const tokens: Token[] = []
  let end = 0
  for (const match of source.matchAll(patterns[notation])) {
    const token = tokenOf(match, notation)
    const isComment = token?.kind === 'string' && standsAlone(source, match, end)
    end = match.index + match[0].length
    if (token === undefined || isComment) continue
    const before = tokens.at(-1)
    if (closes.has(token.text) && before?.kind === 'sign' && before.text === ',') tokens.pop()
    tokens.push(token)
  }
  return tokens
}

function tokenOf(match: RegExpExecArray, notation: Notation): Token | undefined {
  const [text] = match
  const groups = match.groups!
  if (groups.comment !== undefined || text === ';') return undefined
  if (groups.string !== undefined)
    return { kind: 'string', text: text.replaceAll(/^["'`]+|["'`]+$/g, '') }
  if (groups.number !== undefined) return { kind: 'number', text: plainNumber(text) }
  if (groups.name === undefined) return { kind: 'sign', text }
  if (declares.has(text)) return { kind: 'word', text: 'let' }
  return { kind: words[notation].has(text) ? 'word' : 'name', text }
}

/** `2.`, `2.0` and `2` are the same. */
function plainNumber(text: string): string {
  const value = Number(text.replaceAll('_', ''))
  return Number.isNaN(value) ? text : String(value)
}

const restOfLine = /[ \t\r;]*(?:[\n#]|$)/y

/** Nothing but spaces before and after it on its lines; `end` is where the token before it ends. */
function standsAlone(source: string, { index, 0: text }: RegExpExecArray, end: number): boolean {
  restOfLine.lastIndex = index + text.length
  const startsLine = end === 0 || source.slice(end, index).includes('\n')
  return startsLine && restOfLine.test(source)
}
