// @ts-check
import { definePlugin } from '@fanin/core'
import { normal } from './initializers/normal.js'

export default definePlugin({
  meta: { name: '__package__', namespace: '__namespace__', contract: 1 },
  initializers: [normal],
})
