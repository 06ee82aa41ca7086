import type { RequestHandler } from 'express'
import type { Config } from '../config/config.ts'
import { sipServer } from './sip-account.ts'

/** What a browser may do with our pages: our own parts only, the SIP edge, and the microphone. */
export function securityHeaders(config: Config): RequestHandler {
  const policy = [
    "default-src 'self'",
    // Ant Design writes its styles into the page.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "media-src 'self' blob:",
    `connect-src 'self' ${sipServer(config)}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
  return (_request, response, next) => {
    response.set({
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Permissions-Policy': 'microphone=(self), camera=(), geolocation=()',
      'Cross-Origin-Opener-Policy': 'same-origin',
      ...(config.tls && { 'Strict-Transport-Security': 'max-age=31536000' }),
    })
    next()
  }
}
