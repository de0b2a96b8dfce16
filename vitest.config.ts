import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    env: { TZ: 'America/New_York' }, // far from London on purpose: nothing may depend on the machine's zone
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
  oxc: false,
  esbuild: { jsx: 'automatic', jsxImportSource: 'hono/jsx' },
})
