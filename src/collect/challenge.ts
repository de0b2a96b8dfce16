// Is this answer a page at all, or a demand to prove that one is human?
import { type HeaderList, headerOf } from './exchange.ts'

const SCRIPTS =
  /_cf_chl_opt|\/cdn-cgi\/challenge-platform|AwsWafIntegration|awsWafCookieDomainList|px-captcha|_Incapsula_Resource|geo\.captcha-delivery\.com/i
const WIDGETS = /(hcaptcha\.com\/1\/api|recaptcha\/(api|enterprise)|challenges\.cloudflare\.com\/turnstile)/i
const TITLES =
  /^\W*(just a moment|attention required|access denied|security check|human verification|are you (a )?(human|robot)|request rejected|pardon our interruption|verify(ing)? (that )?you are|robot check|captcha)/i
const DEMANDS =
  /(verify|prove|confirm|check(ing)?)( that)? (if )?you(['’]re| are) (a )?(real )?(human|not a (ro)?bot)|unusual (traffic|activity) from your|complete the (captcha|security check)|(solve|enter) (the|this) captcha|i['’]?m not a robot|enable javascript and cookies to continue/i

/**
 * Why an answer is a challenge, or null when it is not one. Careful on purpose: a long page that talks of robots is a
 * page. Only marks that the challenge products themselves leave count alone; words count on short pages only.
 */
export function challengeIn(status: number, headers: HeaderList, body: Uint8Array): string | null {
  const waf = headerOf(headers, 'x-amzn-waf-action')
  if (waf) return `the firewall answered "${waf}"`
  const mitigated = headerOf(headers, 'cf-mitigated')
  if (mitigated) return `the firewall answered "${mitigated}"`
  const type = headerOf(headers, 'content-type') ?? ''
  if (!/html/i.test(type) || body.length > 400_000) return null
  const html = Buffer.from(body).toString('latin1')
  if (SCRIPTS.test(html.slice(0, 200_000)) && visibleText(html).length < 3000)
    return 'the page is a challenge script'
  const text = visibleText(html)
  if (text.length > 1500) return null
  const title = /<title[^>]*>([^<]*)/i.exec(html)?.[1]?.trim() ?? ''
  if (DEMANDS.test(text)) return 'the page asks for proof of being human'
  if (WIDGETS.test(html) && text.length < 800) return 'the page is a captcha'
  return TITLES.test(title) && (status !== 200 || text.length < 800)
    ? `the page is titled "${title.slice(0, 60)}"`
    : null
}

function visibleText(html: string): string {
  return html
    .replace(/<(script|style|noscript)\b[\s\S]*?<\/\1\s*>/gi, (block) =>
      /^<noscript/i.test(block) ? block : ' ',
    )
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
