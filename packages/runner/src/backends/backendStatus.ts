import { FaninError } from '@fanin/core'
import { type BackendName, backendNames } from './backend.js'
import { loadBackend } from './loadBackend.js'

/** Whether a backend works on this machine, and about it: the versions it runs with, or why it does not. */
export interface BackendStatus {
  readonly name: BackendName
  readonly available: boolean
  readonly about: string
}

/** Tries every backend, in the order in which `auto` would take them. */
export async function backendStatus(): Promise<readonly BackendStatus[]> {
  const statuses: BackendStatus[] = []
  for (const name of backendNames) statuses.push(await statusOf(name))
  return statuses
}

async function statusOf(name: BackendName): Promise<BackendStatus> {
  try {
    const { version } = await loadBackend(name)
    return { name, available: true, about: version }
  } catch (error) {
    if (!FaninError.is(error)) throw error
    return { name, available: false, about: error.problems.map(({ message }) => message).join(' ') }
  }
}
