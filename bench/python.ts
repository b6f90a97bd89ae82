import { spawnSync } from 'node:child_process'

/** The Python whose packages are the peers: `FANIN_PYTHON`, else the one on the path. */
export const python = process.env.FANIN_PYTHON ?? 'python3'

/** Whether the peer is installed for that Python; says so where it is not. */
export const hasPeer = (module: 'keras' | 'torch'): boolean => {
  const ask = `import importlib.util as u, sys; sys.exit(u.find_spec('${module}') is None)`
  const isHere = spawnSync(python, ['-c', ask]).status === 0
  if (!isHere) process.stderr.write(`Absent: ${python} has no ${module}; FANIN_PYTHON names another Python.\n`)
  return isHere
}

/** What a Python program prints last. Throws where it fails. */
export const lastLineOf = (args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync(python, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${python} ${args.join(' ')} ended with ${status}: ${stderr}`)
  return stdout.trim().split('\n').at(-1) as string
}
