import { wordsOf } from '../../core/likely-columns.ts';

/** What the name of a column can say that it is. */
export type Says =
  | 'customer'
  | 'order'
  | 'number'
  | 'date'
  | 'otherDate'
  | 'birth'
  | 'amount'
  | 'price'
  | 'quantity'
  | 'otherNumber'
  | 'product'
  | 'place'
  | 'line';

/**
 * Parts of names in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish, Turkish, Russian,
 * Chinese and Japanese, as `folded` writes them.
 */
const WORDS: Record<Says, RegExp> = {
  customer:
    /custom|\bcust|client|member|household|buyer|shopper|\buser|account|patron|kunde|kunden|kaufer|mitglied|debitor|haushalt|klant|acheteur|adherent|usuario|comprador|socio|utente|acquirente|utilizador|koper|klient|nabywca|\bkund|medlem|musteri|\buye\b|клиент|покупател|заказчик|пользовател|顾客|顧客|客户|客戶|会员|會員|会員|お客様|用户|購入者|ユーザ/,
  order:
    /order|invoice|receipt|basket|transaction|\btrans\b|\bbill\b|purchase|booking|ticket|\bcart\b|checkout|bestell|auftrag|rechnung|\bbeleg|\bbon\b|\bkauf|vorgang|commande|facture|achat|panier|pedido|factura|compra|venta|ordine|fattura|scontrino|acquisto|encomenda|fatura|recibo|factuur|aankoop|zamowien|faktura|paragon|transakc|kvitto|\bkop|siparis|\bfis\b|заказ|счет|\bчек|транзакц|注文|伝票|受注|订单|訂單|购买|発注/,
  number: /\b(id|n|no|nr|num|number|code|key|ref)\b|[a-z]id$|nummer|numero|номер|番号|编号|編號|コード/,
  date: /date|\bday\b|time|datum|\btag\b|zeit|fecha|\bdia\b|\bdata\b|giorno|\bjour\b|heure|\bdag\b|tijd|dzien|\btid\b|tarih|дата|день|время|日付|日期|日時|时间|時間|年月日|\bdt\b|created|placed/,
  otherDate:
    /ship|deliver|dispatch|liefer|versand|livraison|expedi|entrega|envio|consegna|spedi|lever|dostaw|wysyl|teslim|достав|配送|発送|\bdue\b|update|modif|changed|sign ?up|regist|expir|ablauf|return|fallig|geandert|cancel|storn|\bpaid\b|payment|zahl/,
  birth: /birth|\bdob\b|geburt|naissance|nacimiento|nascita|nascimento|geboorte|urodz|fodel|dogum|рожд|生年|生日/,
  amount:
    /amount|total|revenue|sales|turnover|value|spend|spent|gross|\bnet\b|\bpaid\b|payment|\bsum\b|betrag|umsatz|summe|gesamt|\bwert|warenwert|erlos|brutto|netto|montant|chiffre|valeur|importe|monto|ingreso|valor|importo|ricavo|fatturato|valore|receita|bedrag|omzet|totaal|waarde|kwota|wartosc|\bsuma|przychod|belopp|summa|omsattning|tutar|toplam|ciro|сумм|выручк|стоимост|итог|金額|合計|売上|金额|总额|销售额|代金|总价|小計/,
  price: /price|preis|\bprix|precio|prezzo|preco|prijs|\bcena|\bpris\b|fiyat|цена|単価|价格|单价|価格/,
  quantity:
    /quant|\bqty|\bunits?\b|\bcount\b|pieces|\bitems\b|menge|anzahl|stuck|nombre|cantidad|unidades|pezzi|aantal|hoeveelheid|ilosc|liczba|\bantal|kvantitet|adet|miktar|колич|штук|数量|個数|件数/,
  otherNumber:
    /discount|\bdisc\b|rabat|remise|descuento|sconto|desconto|korting|indirim|скидк|割引|折扣|\btax|\bvat\b|mwst|steuer|\btva\b|\biva\b|\bbtw\b|\bmoms\b|\bkdv\b|налог|税|shipping|versandkosten|freight|\bfee|cost|kosten|\bcout|margin|\bmarge|profit|gewinn|\brate\b|percent|prozent|\bshare\b|ratio|\bpct\b|weight|gewicht|\bage\b|\balter\b|score|rating|\bweek|\bmonth|\byear|points|punkte/,
  product:
    /product|\bitem|\bsku\b|article|artikel|stock|produ|articulo|articolo|\burun|товар|商品|品番|产品|產品|categor|kategor|\btype\b|status|channel|kanal|payment|zahlungs|currency|wahrung|devise|campaign|kampagne|coupon|device|session|brand|marke|employee|seller|verkauf|vendor|supplier|lieferant|description|beschreibung|\bdesc/,
  place:
    /store|\bshop|filiale|\bladen|magasin|tienda|negozio|\bloja|winkel|sklep|butik|magaza|магазин|店|warehouse|country|\bland\b|\bpays\b|\bpais\b|paese|\bkraj|\bulke|стран|国|city|stadt|region|\bstate\b|\bzip\b|\bplz\b|postal/,
  line: /\bline|\brow\b|\bpos\b|position|zeile|ligne|\blinea|riga|\bindex\b/,
};

/** A name in small letters without accents, with blanks between its words: "KundenNr." is "kunden nr". */
export const folded = (name: string): string =>
  wordsOf(
    name
      .normalize('NFD')
      .replace(/\p{M}+/gu, '')
      .normalize('NFC'),
  )
    .join(' ')
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l')
    .replaceAll('ı', 'i')
    .replaceAll('ø', 'o');

/** All that a column's name says. */
export function sayings(name: string): ReadonlySet<Says> {
  const words = folded(name);
  return new Set((Object.keys(WORDS) as Says[]).filter((what) => WORDS[what].test(words)));
}
