import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/*
 * The torture messages of RFC 4475 and RFC 5118, byte for byte as the RFCs mean them, one in each `.dat` file here. RFC
 * 5118 prints three Content-Lengths that fit no reading of its bodies: the files hold the true ones.
 */

/** What becomes of a message at the edge, with our own voice room behind it. */
export type Verdict =
  /** Well-formed: it gets this final response, from voice or from the edge. 486 is what the test gives to a leg. */
  | { readonly is: 'request'; readonly status: number }
  /** Malformed: answered without any state. */
  | { readonly is: 'refused'; readonly status: 400 | 505; readonly reason: string }
  /** A well-formed response that answers nothing of ours: silence, and counted. */
  | { readonly is: 'response'; readonly status: number }
  /** A malformed response: silence, and counted. */
  | { readonly is: 'noise'; readonly reason: string }

export type TortureCase = {
  readonly name: string
  readonly section: string
  readonly verdict: Verdict
  readonly why: string
}

const taken = (status: number): Verdict => ({ is: 'request', status })
const refused = (reason: string, status: 400 | 505 = 400): Verdict => ({
  is: 'refused',
  status,
  reason,
})
const response = (status: number): Verdict => ({ is: 'response', status })
const noise = (reason: string): Verdict => ({ is: 'noise', reason })

const rows: readonly (readonly [name: string, section: string, verdict: Verdict, why: string])[] = [
  ['wsinv', '4475 3.1.1.1', taken(481), 'white space wherever it is legal; a tag of no dialog'],
  ['intmeth', '4475 3.1.1.2', taken(501), 'legal to the last octet; nobody knows the method'],
  ['esc01', '4475 3.1.1.3', taken(486), 'escapes in URIs mean their letters'],
  ['escnull', '4475 3.1.1.4', taken(401), 'an escaped NUL is a letter like others'],
  ['esc02', '4475 3.1.1.5', taken(501), 'no escapes in a method: it is not REGISTER'],
  ['lwsdisp', '4475 3.1.1.6', taken(200), 'no space is needed before a bracket'],
  ['longreq', '4475 3.1.1.7', taken(486), 'long values, and 34 Vias'],
  ['dblreq', '4475 3.1.1.8', taken(401), 'what follows the body in a datagram is not read'],
  ['semiuri', '4475 3.1.1.9', taken(200), 'a semicolon may stand in a user'],
  ['transports', '4475 3.1.1.10', taken(200), 'unknown transports in Vias are not ours to judge'],
  ['mpart01', '4475 3.1.1.11', taken(405), 'NULs in a body; voice serves no MESSAGE'],
  ['unreason', '4475 3.1.1.12', response(200), 'a reason may be of any letters'],
  ['noreason', '4475 3.1.1.13', response(100), 'a reason may be empty'],
  ['badinv01', '4475 3.1.2.1', refused('Malformed Via'), 'empty parameters'],
  ['clerr', '4475 3.1.2.2', refused('Malformed Content-Length'), 'more told than sent'],
  ['ncl', '4475 3.1.2.3', refused('Malformed Content-Length'), 'negative'],
  ['scalar02', '4475 3.1.2.4', refused('Malformed CSeq'), 'beyond 2**31'],
  ['scalarlg', '4475 3.1.2.5', noise('Malformed CSeq'), 'responses are never answered'],
  ['quotbal', '4475 3.1.2.6', refused('Malformed From Or To'), 'a quote that never ends'],
  ['ltgtruri', '4475 3.1.2.7', refused('Malformed Request-URI'), 'brackets'],
  ['lwsruri', '4475 3.1.2.8', refused('Malformed Request Line'), 'a space in the URI'],
  ['lwsstart', '4475 3.1.2.9', refused('Malformed Request Line'), 'two spaces'],
  ['trws', '4475 3.1.2.10', refused('Malformed Request Line'), 'spaces at the end'],
  ['escruri', '4475 3.1.2.11', refused('Malformed Request-URI'), 'headers in it'],
  ['baddate', '4475 3.1.2.12', taken(486), 'nobody reads the Date, so no call is lost for it'],
  ['regbadct', '4475 3.1.2.13', refused('Malformed Contact'), 'a question mark needs brackets'],
  ['badaspec', '4475 3.1.2.14', refused('Malformed From Or To'), 'spaces around a URI'],
  ['baddn', '4475 3.1.2.15', taken(200), 'a name without its quotes misleads nobody'],
  ['badvers', '4475 3.1.2.16', refused('Version Not Supported', 505), 'SIP 7.0'],
  ['mismatch01', '4475 3.1.2.17', refused('CSeq Names Another Method'), 'of two known methods'],
  ['mismatch02', '4475 3.1.2.18', refused('CSeq Names Another Method'), 'of an unknown one'],
  ['bigcode', '4475 3.1.2.19', noise('Malformed Status Line'), 'no status beyond 699'],
  ['badbranch', '4475 3.2.1', taken(200), 'a bare cookie is no branch: matched as of RFC 2543'],
  ['insuf', '4475 3.3.1', refused('Missing Mandatory Header'), 'no Call-ID, From and To'],
  ['unkscm', '4475 3.3.2', taken(416), 'a scheme nobody knows'],
  ['novelsc', '4475 3.3.3', taken(416), 'a scheme that is not for telephony'],
  ['unksm2', '4475 3.3.4', taken(401), 'who registers is asked before what he registers'],
  ['bext01', '4475 3.3.5', taken(420), 'extensions nobody knows'],
  ['invut', '4475 3.3.6', taken(415), 'a body that is no SDP'],
  ['regaut01', '4475 3.3.7', taken(401), 'a scheme of authorization nobody knows is none'],
  ['multi01', '4475 3.3.8', refused('More Than One cseq'), 'whichever was meant'],
  ['mcl01', '4475 3.3.9', refused('More Than One content-length'), 'whichever was meant'],
  ['bcast', '4475 3.3.10', response(200), 'two Vias: it is for somebody else'],
  ['zeromf', '4475 3.3.11', taken(200), 'Max-Forwards ends at a proxy, not at the goal'],
  ['cparam01', '4475 3.3.12', taken(401), 'a parameter of the header'],
  ['cparam02', '4475 3.3.13', taken(401), 'a parameter of the URI'],
  ['regescrt', '4475 3.3.14', taken(401), 'headers in a Contact, in brackets'],
  ['sdp01', '4475 3.3.15', taken(406), 'who takes no SDP cannot talk with us'],
  ['inv2543', '4475 3.4.1', taken(400), 'read as of RFC 2543; voice makes no dialog without tags'],
  ['ipv6-good', '5118 4.1', taken(401), 'brackets around the address'],
  ['ipv6-bad', '5118 4.2', refused('Malformed Request-URI'), 'no brackets'],
  ['port-ambiguous', '5118 4.3', taken(401), 'inside the brackets it is no port'],
  ['port-unambiguous', '5118 4.4', taken(401), 'behind them it is'],
  ['via-received-param-with-delim', '5118 4.5', taken(481), 'received with brackets'],
  ['via-received-param-no-delim', '5118 4.5', taken(200), 'and without'],
  ['ipv6-in-sdp', '5118 4.6', taken(486), 'the body is for media'],
  ['mult-ip-in-header', '5118 4.7', taken(481), 'Vias of both families'],
  ['mult-ip-in-sdp', '5118 4.8', taken(486), 'media of both families'],
  ['ipv4-mapped-ipv6', '5118 4.9', taken(486), 'an IPv4 address in the clothes of IPv6'],
  ['ipv6-bug-abnf-3-colons', '5118 4.10', refused('Malformed Request-URI'), 'no address'],
  ['ipv6-correct-abnf-2-colons', '5118 4.10', taken(200), 'as it should be'],
]

export const tortureCases: readonly TortureCase[] = rows.map(([name, section, verdict, why]) => ({
  name,
  section,
  verdict,
  why,
}))

/** The message, one character per byte. */
export const tortureText = (name: string): string =>
  readFileSync(join(import.meta.dirname, `${name}.dat`), 'latin1')
