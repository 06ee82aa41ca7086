import { readFileSync } from 'node:fs'
import { BlockList, isIP, isIPv4 } from 'node:net'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

// node sbc-config/check.mjs [FOLDER]: what is wrong in site.cfg, dispatcher.list and address.list, each with its reason.
// Kamailio's own check (kamailio -c) reads the language; this one knows what the keys mean.

const isPort = (text) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535
const isNumber = (text) => /^[1-9]\d{0,6}$/.test(text)
const address = [(text) => isIP(text) > 0, 'must be an address such as 203.0.113.10']
const port = [isPort, 'must be a port number from 1 to 65535']
const number = [isNumber, 'must be a whole number from 1 on']

/** What each key of site.cfg holds, and whether it may be left out. */
const keys = {
  SITE_OUTER_ADDRESS: { rule: address },
  SITE_PUBLIC_ADDRESS: { rule: address },
  SITE_PORT: { rule: port },
  SITE_TLS_PORT: { rule: port, when: 'WITH_TLS' },
  SITE_WSS_PORT: { rule: port, when: 'WITH_TLS' },
  SITE_INNER_ADDRESS: { rule: address },
  SITE_INNER_PORT: { rule: port },
  SITE_NODES: { rule: [isNetwork, 'must be a network such as 10.0.0.0/24'] },
  SITE_ORIGINS: {
    rule: [
      areOrigins,
      'must be origins such as https://voice.example.com, with commas and no spaces',
    ],
    when: 'WITH_TLS',
  },
  SITE_SECRET: {
    rule: [
      (text) => text.length >= 16 && text !== 'change-me',
      'must be 16 random letters or more',
    ],
  },
  SITE_MASK: { rule: address },
  SITE_RTPENGINE: {
    rule: [(text) => /^udp:.+:\d+$/.test(text), 'must be like udp:127.0.0.1:2223'],
    when: 'WITH_RTPENGINE',
  },
  SITE_SPREAD: { rule: [(text) => /^[08]$/.test(text), 'must be 8 or 0'], optional: true },
  SITE_PING_SECONDS: { rule: number, optional: true },
  SITE_NODE_TIMEOUT_MS: { rule: number, optional: true },
  SITE_FLOOD: { rule: number, optional: true },
  SITE_CALLS_PER_SECOND: { rule: number, optional: true },
  SITE_BAN_SECONDS: { rule: number, optional: true },
  SITE_CHILDREN: { rule: number, optional: true },
  SITE_RUN: { rule: [(text) => text.startsWith('/'), 'must be a folder'], optional: true },
}
const switches = ['WITH_TLS', 'WITH_RTPENGINE', 'WITH_WEB_RELAY']

/** Each fault of a folder: `file: key: reason`. */
export function faultsIn(folder) {
  const { site, defined, faults } = readSite(linesOf(folder, 'site.cfg'))
  return [
    ...faults,
    ...keyFaults(site, defined),
    ...togetherFaults(site, defined),
    ...nodeFaults(linesOf(folder, 'dispatcher.list'), site.get('SITE_NODES')),
    ...addressFaults(linesOf(folder, 'address.list')),
  ]
}

/** The lines that say something, with their numbers. */
function linesOf(folder, file) {
  const lines = readFileSync(join(folder, file), 'utf8').split('\n')
  return lines
    .map((text, index) => ({ text: text.trim(), number: index + 1 }))
    .filter(({ text }) => text !== '' && !/^#(?!!)/.test(text))
}

function readSite(lines) {
  const [site, defined, faults] = [new Map(), new Set(), []]
  for (const { text, number } of lines) {
    const [, key, value] = /^#!substdef\s+"!(\w+)!([^!]*)!g"$/.exec(text) ?? []
    const [, name] = /^#!define\s+(\w+)$/.exec(text) ?? []
    if (key in keys) site.set(key, value)
    else if (switches.includes(name)) defined.add(name)
    else
      faults.push(`site.cfg: line ${number}: ${key ?? name ?? text}: nothing of this name is known`)
  }
  return { site, defined, faults }
}

function keyFaults(site, defined) {
  return Object.entries(keys).flatMap(([key, { rule, when, optional }]) => {
    const value = site.get(key)
    if (value !== undefined) return rule[0](value) ? [] : [`site.cfg: ${key}: ${rule[1]}`]
    const isNeeded = !optional && (when === undefined || defined.has(when))
    return isNeeded ? [`site.cfg: ${key}: is missing; it ${rule[1]}`] : []
  })
}

function togetherFaults(site, defined) {
  const faults = []
  const place = (side) => `${site.get(`SITE_${side}_ADDRESS`)}`
  if (place('INNER') === place('OUTER') && site.get('SITE_INNER_PORT') === site.get('SITE_PORT'))
    faults.push('site.cfg: SITE_INNER_PORT: is that of the world too; give the nodes’ side another')
  if (['OUTER', 'PUBLIC', 'INNER'].some((side) => place(side) === site.get('SITE_MASK')))
    faults.push('site.cfg: SITE_MASK: must be nobody’s address, such as 192.0.2.1')
  if (defined.has('WITH_WEB_RELAY') && !(defined.has('WITH_RTPENGINE') && defined.has('WITH_TLS')))
    faults.push('site.cfg: WITH_WEB_RELAY: needs WITH_RTPENGINE and WITH_TLS')
  return faults
}

function nodeFaults(lines, network) {
  const at = ({ number }) => `dispatcher.list: line ${number}`
  const faults = lines.flatMap((line) => {
    const [, host] =
      /^\d+\s+sip:([^\s:;]+)(?::\d+)?(?:;\S+)?(?:\s+\d+(?:\s+\d+(?:\s+\S+)?)?)?$/.exec(line.text) ??
      []
    if (host === undefined)
      return [`${at(line)}: must be: set sip:address:port flags priority attributes`]
    const isInside = isIP(host) === 0 || !isNetwork(network) || holds(network, host)
    return isInside ? [] : [`${at(line)}: ${host}: lies outside of SITE_NODES (${network})`]
  })
  return lines.length > 0 ? faults : ['dispatcher.list: no node is listed']
}

const addressFaults = (lines) =>
  lines
    .filter(({ text }) => {
      const [group, address = '', prefix = '32'] = text.split(/\s+/)
      return !(group === '1' && isNetwork(`${address}/${prefix}`))
    })
    .map(({ number }) => `address.list: line ${number}: must be: 1 address prefix`)

function isNetwork(text = '') {
  const [address, prefix = ''] = text.split('/')
  return isIP(address) > 0 && /^\d+$/.test(prefix) && Number(prefix) <= (isIPv4(address) ? 32 : 128)
}

function holds(network, address) {
  const [base, prefix] = network.split('/')
  const list = new BlockList()
  list.addSubnet(base, Number(prefix), isIPv4(base) ? 'ipv4' : 'ipv6')
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}

function areOrigins(text) {
  return text
    .split(',')
    .every((origin) => URL.canParse(origin) && new URL(origin).origin === origin)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = resolve(process.argv[2] ?? join(import.meta.dirname, 'kamailio'))
  const faults = faultsIn(folder)
  for (const fault of faults) console.error(fault)
  if (faults.length === 0) console.log(`${folder}: nothing is wrong`)
  process.exitCode = faults.length === 0 ? 0 : 1
}
