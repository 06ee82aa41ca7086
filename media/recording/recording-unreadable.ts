/** A recording that cannot be read as it was written. */
export class RecordingUnreadable extends Error {
  /** `outside`: the path leads out of the data folder; `no-key`: sealed with a key that the settings do not have. */
  readonly why: 'missing' | 'outside' | 'no-key' | 'damaged'
  constructor(why: RecordingUnreadable['why'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'RecordingUnreadable'
    this.why = why
  }
}
