import { named } from '../../core/names.ts'
import type { ShownTrunking, TrunkStates } from '../../core/trunking.ts'
import { RestRefusal } from '../api/rest.ts'
import { firstRules, newTrunk } from '../state/trunking-draft.ts'

const flow = named<ShownTrunking['trunks'][number]['inbound']['numbers'][number]['flow']>('hotline')

export const demoTrunking: ShownTrunking = {
  trunks: [
    {
      ...newTrunk,
      id: named('telecom'),
      name: { zh: '电信中继', en: 'China Telecom' },
      proxies: ['sip:sbc1.telecom.example;transport=tls', 'sip:sbc2.telecom.example;transport=tls'],
      sources: ['203.0.113.0/27'],
      account: { user: '057188880000', registers: true, expiresSeconds: 600, hasPassword: true },
      inbound: {
        trustsIdentity: true,
        numbers: [
          { pattern: '+8657188880000', flow },
          { pattern: '+865718888xxxx', flow },
        ],
      },
      outbound: { form: 'national', callerId: { number: '+8657188880000', always: true } },
      codecs: ['pcma', 'g722'],
      srtp: 'required',
      limits: { calls: 120, callsPerSecond: 20 },
      transfer: 'refer',
    },
    {
      ...newTrunk,
      id: named('unicom'),
      name: { zh: '联通备用', en: 'Unicom, spare' },
      proxies: ['sip:198.51.100.7'],
      sources: ['198.51.100.7', '198.51.100.8'],
      inbound: { trustsIdentity: true, numbers: [{ pattern: '40088xxxxx', flow }] },
      limits: { calls: 30, callsPerSecond: 5 },
    },
    {
      ...newTrunk,
      id: named('pbx'),
      name: { zh: '总部交换机', en: 'Head office PBX' },
      enabled: false,
      proxies: ['sip:10.8.0.2:5070'],
      sources: ['10.8.0.0/24'],
    },
  ],
  outbound: {
    ...firstRules,
    plan: { ...firstRules.plan, area: '571' },
    routes: [
      { pattern: '+86*', trunks: [named('telecom'), named('unicom')] },
      { pattern: '8xxx', trunks: [named('pbx')] },
      { pattern: '*', trunks: [named('telecom')] },
    ],
    countries: ['852', '853', '886'],
    spend: {
      perHour: 50_000,
      currency: 'CNY',
      rates: [
        { pattern: '+86*', perMinute: 15 },
        { pattern: '+852*', perMinute: 180 },
      ],
    },
  },
  unknownSources: 'reject',
}

export const demoTrunkStates: TrunkStates = {
  telecom: { state: 'up', proxy: 'sip:sbc1.telecom.example;transport=tls', since: 0 },
  unicom: { state: 'down', proxy: 'sip:198.51.100.7', detail: '408 Request Timeout', since: 0 },
}

export const demoTrunkingRefusal = () =>
  new RestRefusal('faulty-policy', undefined, [
    {
      path: ['trunks', 0, 'sources', 0],
      text: {
        zh: '中继 telecom，第 1 个来源："203.0.113.0/33" 不是地址或网段，例如 203.0.113.0/24',
        en: 'trunk telecom, source 1: "203.0.113.0/33" is not an address or a network such as 203.0.113.0/24',
      },
    },
  ])
