import type { OwnReason } from '../state/agent-state.ts'
import type { Dictionary } from './language.ts'

/** Words that more than one page says. */
const zh = {
  language: '语言',
  otherLanguage: 'English',
  dark: '深色',
  light: '浅色',
  copy: '复制',
  copied: '已复制',
  retry: '重试',
  close: '关闭',
  webCaller: '网页来电',
  unknownCaller: '未知号码',
  anonymousCaller: '匿名',
  link: {
    linking: '正在连接',
    linked: '已连接',
    lost: '连接中断',
    latency: (ms: string) => `往返 ${ms} 毫秒`,
    lostLong: '与系统的连接中断，正在自动重连。画面上是中断前的情况。',
  },
  state: {
    loggedOff: '未登录',
    notReady: '未就绪',
    ready: '就绪',
    reserved: '振铃',
    talking: '通话',
    hold: '保持',
    parted: '掉线',
    wrapUp: '整理',
  },
  reason: {
    'logged-on': '刚登录',
    'no-answer': '漏接来电',
    busy: '话机占线',
    rejected: '拒接来电',
    unreachable: '话机不通',
    'connection-lost': '连接中断',
  } satisfies Record<OwnReason, string>,
  afterwards: { 'log-off': '退出登录' },
  login: {
    user: '工号',
    password: '密码',
    logIn: '登录',
    logOut: '退出登录',
    needUser: '请输入工号',
    needPassword: '请输入密码',
    checking: '正在恢复登录',
    wrongRole: (name: string) => `${name}，您的账号不能使用本页面。`,
    other: '换一个账号登录',
    expired: '登录已过期，请重新登录。',
  },
  list: {
    failed: '没能取到内容。',
  },
}

type SharedMessages = typeof zh

const en: SharedMessages = {
  language: 'Language',
  otherLanguage: '中文',
  dark: 'Dark',
  light: 'Light',
  copy: 'Copy',
  copied: 'Copied',
  retry: 'Try again',
  close: 'Close',
  webCaller: 'Web caller',
  unknownCaller: 'Number withheld',
  anonymousCaller: 'Anonymous',
  link: {
    linking: 'Connecting',
    linked: 'Connected',
    lost: 'Connection lost',
    latency: (ms) => `Round trip ${ms} ms`,
    lostLong:
      'The link to the system is lost and is coming back by itself. You see how things stood.',
  },
  state: {
    loggedOff: 'Logged off',
    notReady: 'Not ready',
    ready: 'Ready',
    reserved: 'Ringing',
    talking: 'Talking',
    hold: 'On hold',
    parted: 'Cut off',
    wrapUp: 'Wrap-up',
  },
  reason: {
    'logged-on': 'Just logged in',
    'no-answer': 'Missed a call',
    busy: 'Phone was busy',
    rejected: 'Declined a call',
    unreachable: 'Phone unreachable',
    'connection-lost': 'Connection lost',
  },
  afterwards: { 'log-off': 'Log off' },
  login: {
    user: 'Number',
    password: 'Password',
    logIn: 'Log in',
    logOut: 'Log off',
    needUser: 'Enter your number',
    needPassword: 'Enter your password',
    checking: 'Restoring your session',
    wrongRole: (name) => `${name}, your account has no access to this page.`,
    other: 'Log in as somebody else',
    expired: 'Your session has expired. Please log in again.',
  },
  list: {
    failed: 'This could not be loaded.',
  },
}

export const sharedMessages: Dictionary<SharedMessages> = { zh, en }
