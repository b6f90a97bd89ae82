/** Tells layers which step is being trained, from 0, and counts who asks: what has asked may do something else each time. */
export class Clock {
  step = 0
  asked = 0

  /** What layers are given. */
  readonly ask = (): number => {
    this.asked++
    return this.step
  }
}
