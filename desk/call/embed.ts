/**
 * Puts a call button on another site: `<script src="https://…/embed.js" data-number="95000" data-label="Call us">`.
 * The call has a window of its own, because browsers give a page inside another site's page no microphone
 * without that site's leave, and the call goes on while the visitor moves about the site.
 */
{
  const script = document.currentScript
  const size = { width: 420, height: 740 }

  const pageAddress = (source: string, data: DOMStringMap) => {
    const page = new URL('call', source)
    for (const name of ['number', 'name'] as const)
      if (data[name] !== undefined) page.searchParams.set(name, data[name])
    return page.href
  }

  const style = [
    'position:fixed;right:24px;bottom:24px;z-index:2147483000;height:48px;padding:0 22px',
    'border:0;border-radius:24px;background:#18743a;color:#fff;cursor:pointer',
    'font:600 16px/48px system-ui,sans-serif;box-shadow:0 4px 18px rgb(0 0 0/24%)',
  ].join(';')

  const addButton = (address: string, label: string) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = label
    button.setAttribute('style', style)
    button.addEventListener('click', () => {
      const { width, height } = size
      const left = Math.max(0, screen.availWidth - width - 24)
      // A second press shows the call that is already open, by the window's name.
      window.open(address, 'callwright-call', `popup,width=${width},height=${height},left=${left}`)
    })
    document.body.append(button)
  }

  if (script instanceof HTMLScriptElement) {
    const chinese = (document.documentElement.lang || navigator.language).startsWith('zh')
    const label = script.dataset['label'] ?? (chinese ? '在线通话' : 'Call us')
    const address = pageAddress(script.src, script.dataset)
    if (document.body instanceof HTMLElement) addButton(address, label)
    else addEventListener('DOMContentLoaded', () => addButton(address, label))
  }
}
