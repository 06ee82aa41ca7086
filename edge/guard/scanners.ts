/**
 * What scanners call themselves in User-Agent, in lower case; a new one is a new line. Only names that no phone, PBX or
 * monitor bears: whoever scans under another name is found by what he does.
 */
const names = [
  'friendly-scanner', // SIPVicious and its descendants
  'friendly-request',
  'sipvicious',
  'sundayddr',
  'sipcli',
  'sip-scan',
  'sipscan',
  'sip scanner',
  'vaxsipuseragent',
  'vaxasip',
  'pplsip',
  'sipptk',
  'sivus',
  'siparmyknife',
  'inviteflood',
  'pbxscan',
  'mr.sip',
  'viproy',
  'masscan',
  'zgrab',
] as const

/** Whether a User-Agent is that of a known scanner. */
export function isScanner(userAgent: string): boolean {
  const lower = userAgent.toLowerCase()
  return names.some((name) => lower.includes(name))
}
