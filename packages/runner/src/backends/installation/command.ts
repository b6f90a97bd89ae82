import { spawn } from 'node:child_process'

/** Runs a program to its end and answers with its stdout. Throws with the end of what it said where it fails. */
export const run = (program: string, args: readonly string[], folder?: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env: quiet() })
    const output = { all: '', stdout: '' }
    child.stdout.on('data', (bytes) => {
      output.stdout += bytes
      output.all += bytes
    })
    child.stderr.on('data', (bytes) => {
      output.all += bytes
    })
    child.on('error', ({ message }) => reject(new Error(`\`${program}\` cannot be run: ${message}`)))
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(output.stdout)
      reject(new Error(`\`${[program, ...args].join(' ')}\` ended with ${signal ?? code}: ${essence(output.all)}`))
    })
  })

/** The line that names the error, or the last one. */
const essence = (output: string): string => {
  const lines = output.split('\n').map((line) => line.trim())
  return (
    lines.find((line) => /^(npm error )?\w*error: /i.test(line)) ?? lines.findLast((line) => line !== '') ?? 'nothing'
  )
}

/** Python and npm are asked for facts, and TensorFlow for none of its advice. */
const quiet = (): NodeJS.ProcessEnv => ({
  ...process.env,
  TF_CPP_MIN_LOG_LEVEL: '2',
  npm_config_update_notifier: 'false',
})
