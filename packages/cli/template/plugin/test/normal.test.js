import { testInitializer } from '@fanin/core/testing'
import { normal } from '../initializers/normal.js'

testInitializer(normal, {
  options: [{}, { gain: 2 }],
  mean: 0,
  std: ({ fanIn }, { gain }) => gain / Math.sqrt(fanIn),
})
