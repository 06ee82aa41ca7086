import {
  bigint,
  boolean,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  text,
} from 'drizzle-orm/pg-core'
import type { Language, Text } from '../../core/language.ts'
import type { AgentId, ContactId, FlowId, LegId, PromptId, QueueId } from '../../core/names.ts'
import type { Policy, Routed, Trial } from '../../core/policy.ts'
import type { SpeechShare } from '../../core/sound.ts'
import type { FlowNode, Queue, Role, Skill } from '../../core/tenant.ts'
import type { OutboundRules, Trunk } from '../../core/trunk.ts'
import type { ContactHistory } from './contact-history.ts'

/** The tables as `migrations/` made them. A column bears the name of the field in core/tenant.ts. */
export const tenants = pgTable('tenant', {
  id: text().primaryKey(),
  skills: jsonb().$type<readonly Skill[]>().notNull(),
  policy: jsonb().$type<Policy>().notNull(),
  trial: jsonb().$type<Trial>(),
  trunks: jsonb().$type<readonly Trunk[]>().notNull().default([]),
  outbound: jsonb().$type<OutboundRules>(),
  unknownSources: text('unknown_sources').$type<'accept' | 'reject'>().notNull().default('accept'),
})

export const queues = pgTable('queues', {
  id: text().$type<QueueId>().primaryKey(),
  name: jsonb().$type<Text>().notNull(),
  serviceLevelSeconds: integer('service_level_seconds').notNull(),
  music: text().$type<PromptId>().notNull(),
  dispositions: jsonb().$type<Queue['dispositions']>().notNull(),
})

export const flows = pgTable('flows', {
  id: text().$type<FlowId>().primaryKey(),
  name: jsonb().$type<Text>().notNull(),
  language: text().$type<Language>().notNull(),
  start: text().notNull(),
  nodes: jsonb().$type<Readonly<Record<string, FlowNode>>>().notNull(),
})

export const hotlines = pgTable('hotlines', {
  number: text().primaryKey(),
  name: jsonb().$type<Text>().notNull(),
  flow: text().$type<FlowId>().notNull(),
})

export const people = pgTable('people', {
  id: text().$type<AgentId>().primaryKey(),
  name: text().notNull(),
  role: text().$type<Role>().notNull(),
  queues: jsonb().$type<readonly QueueId[]>().notNull(),
  routing: jsonb().$type<Omit<Routed, 'queues'>>().notNull(),
  phone: text(),
  passwordHash: text('password_hash').notNull(),
  demo: boolean().notNull().default(false),
})

export const contacts = pgTable('contacts', {
  id: text().$type<ContactId>().primaryKey(),
  arrivedAt: bigint('arrived_at', { mode: 'number' }).notNull(),
  endedAt: bigint('ended_at', { mode: 'number' }),
  caller: text().notNull(),
  agents: text().$type<AgentId>().array().notNull(),
  history: jsonb().$type<ContactHistory>().notNull(),
  leg: text().$type<LegId>(),
  holdBy: text('hold_by').$type<AgentId>(),
  holdAt: bigint('hold_at', { mode: 'number' }),
  holdNote: text('hold_note'),
})

export const recordings = pgTable('recordings', {
  id: text().primaryKey(),
  contact: text().$type<ContactId>().notNull(),
  file: text().notNull(),
  seconds: doublePrecision().notNull(),
  bytes: bigint({ mode: 'number' }).notNull(),
  endedAt: bigint('ended_at', { mode: 'number' }).notNull(),
  sha256: text(),
  format: text().$type<'wav' | 'opus'>().notNull(),
  encrypted: boolean().notNull(),
  speech: jsonb().$type<SpeechShare>(),
  deletedAt: bigint('deleted_at', { mode: 'number' }),
  deletedWhy: text('deleted_why'),
})

export const projection = pgTable('projection', {
  name: text().primaryKey(),
  seq: bigint({ mode: 'number' }).notNull(),
})

export const audit = pgTable('audit', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  at: bigint({ mode: 'number' }).notNull(),
  who: text().notNull(),
  action: text().notNull(),
  target: text().notNull(),
  change: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
})
