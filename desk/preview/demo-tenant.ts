import { named } from '../../core/names.ts'
import type { TenantView } from '../../cti/protocol.ts'

const disposition = (id: string, zh: string, en: string) => ({ id, name: { zh, en } })

const dispositions = [
  disposition('resolved', '已解决', 'Resolved'),
  disposition('callback', '需回访', 'Call back'),
  disposition('complaint', '投诉', 'Complaint'),
  disposition('other', '其他', 'Other'),
]

/** The tenant of the preview, in the words of the demo data. */
export const demoTenant: TenantView = {
  id: 'demo',
  hotlines: [{ number: '95000', name: { zh: '示范热线', en: 'Demo hotline' } }],
  queues: [
    {
      id: named('sales'),
      name: { zh: '销售', en: 'Sales' },
      serviceLevelSeconds: 20,
      dispositions,
      opening: {
        closedTo: { callback: true },
        emergencyTo: { queue: named('support') },
      },
    },
    {
      id: named('support'),
      name: { zh: '技术支持', en: 'Support' },
      serviceLevelSeconds: 30,
      dispositions,
    },
    {
      id: named('billing'),
      name: { zh: '账单', en: 'Billing' },
      serviceLevelSeconds: 20,
      dispositions,
      opening: {
        hours: [
          { days: [1, 2, 3, 4, 5], from: '08:30', to: '20:00' },
          { days: [6], from: '09:00', to: '13:00' },
        ],
        closedTo: { voicemail: true },
        emergencyTo: { uri: 'sip:02100001111@trunk.example' },
      },
    },
  ],
  skills: [
    { id: named('mandarin'), name: { zh: '普通话', en: 'Mandarin' } },
    { id: named('english'), name: { zh: '英语', en: 'English' } },
    { id: named('network'), name: { zh: '网络排障', en: 'Networks' } },
  ],
  utcOffsetMinutes: 480,
  notReadyReasons: [
    { id: 'break', name: { zh: '小休', en: 'Break' } },
    { id: 'lunch', name: { zh: '午餐', en: 'Lunch' } },
    { id: 'meeting', name: { zh: '会议', en: 'Meeting' } },
    { id: 'training', name: { zh: '培训', en: 'Training' } },
  ],
}
