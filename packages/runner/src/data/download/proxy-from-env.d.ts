/** What fanin uses of proxy-from-env, which comes without types. */
declare module 'proxy-from-env' {
  /** The address of the proxy that http_proxy, https_proxy, all_proxy and no_proxy name for an address; empty for none. */
  export const getProxyForUrl: (url: URL) => string
}
