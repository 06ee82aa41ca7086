import type { AppIds } from '../dialog/application.ts'
import type { Hop } from '../hop.ts'
import { fromNetwork, madeUp, unsolicited } from './app-frame.ts'
import type { App } from './apps.ts'

/** The application port in frames of the drachtio protocol; whoever extends it carries the frames. */
export abstract class DrachtioApplication implements App {
  readonly routes = new Set<string>()
  readonly tags = new Set<string>()

  abstract send(payload: string): void

  request(text: string, from: Hop, ids: AppIds, isInitial: boolean): void {
    this.send(fromNetwork(text, from, ids, isInitial))
  }

  ack(text: string, from: Hop, ids: AppIds): void {
    this.send(fromNetwork(text, from, ids))
  }

  cancel(text: string, from: Hop, ids: AppIds): void {
    this.send(fromNetwork(text, from, ids))
  }

  response(text: string, from: Hop, ids: AppIds): void {
    this.send(fromNetwork(text, from, ids))
  }

  madeUp(text: string, ids: AppIds): void {
    this.send(madeUp(text, ids))
  }

  unsolicited(text: string, to: Hop, dialogId: string): void {
    this.send(unsolicited(text, to, dialogId))
  }
}
