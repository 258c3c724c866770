/**
 * Names for invented people, by culture; `written|latin` gives the spelling for addresses where it cannot be derived.
 * Nobody here is meant: given and family names are combined by chance.
 */

export interface Culture {
  given: readonly string[]
  family: readonly string[]
}

function words(text: string): string[] {
  return text.split(' ').map(word => word.replaceAll('_', ' '))
}

const culture = (given: string, family: string): Culture => ({ given: words(given), family: words(family) })

export const CULTURES: Readonly<Record<string, Culture>> = {
  english: culture(
    'Alice Beatrix Charles Dorothea Edmund Frances George Harriet Isabel Julian Lydia Miles Nora Oliver Phoebe Rupert',
    'Ashdown Barlow Carraway Denholm Eastwood Fairfax Garland Hathersage Ingham Lockwood Marchmont Pemberley Rowe Thornton',
  ),
  welsh: culture('Siân Rhŷs Angharad Gethin Llŷr Branwen', 'Llewelyn Gruffydd Prŷs Bevan Cadwgan'),
  irish: culture(
    'Aoife Ciarán Niamh Seán Róisín Pádraig',
    "O'Dwyer Ní_Bhriain Mac_Giolla Ó_Súilleabháin Kavanagh",
  ),
  nigerian: culture('Amara Chidi Ngozi Tunde Yéwándé Ifẹ́', 'Okafor Adébáyọ̀ Eze Nwosu Ọlátúnjí'),
  punjabi: culture('Harpreet Jaspal Simran Gurdeep Manjit', 'Gill Sandhu Dhillon Bhullar Sidhu'),
  mexican: culture('Ximena Iván Lucía Joaquín Begoña Ángel', 'Núñez Ibáñez Peña Treviño Muñoz_Leos'),
  vietnamese: culture('Thảo Hiếu Ngọc Quân Hạnh Đức', 'Nguyễn Trần Phạm Đặng Võ'),
  polish: culture(
    'Łukasz Małgorzata Grażyna Paweł Żaneta Michał',
    'Wójcik Dąbrowska Szczęsny Kłos Błaszczyk',
  ),
  ukrainian: culture(
    'Дмитро|Dmytro Олена|Olena Тарас|Taras Ірина|Iryna Єва|Yeva',
    'Шевчук|Shevchuk Коваль|Koval Бондар|Bondar Мельник|Melnyk',
  ),
  czech: culture('Jiří Zdeňka Ondřej Božena Luděk', 'Dvořák Čapek Růžička Šťastný Němcová'),
  brazilian: culture(
    'João Conceição Antônio Inês Thaís Caetano',
    'Gonçalves Araújo Guimarães Falcão Assunção',
  ),
  japanese: culture(
    '美咲|Misaki 蓮|Ren 結衣|Yui 大輔|Daisuke Emi',
    '田中|Tanaka 鈴木|Suzuki 渡辺|Watanabe Nakamura',
  ),
  italian: culture('Chiara Niccolò Ludovica Matteo Cosimo', "D'Angelo Bellucci Santarcangelo Foà"),
  filipino: culture(
    'Althea Jericho Maricel Crisanto Luzviminda Dalisay',
    'Dela_Cruz Bautista Peñaflor Macaraeg Ocampo',
  ),
  chinese: culture('Mei Wei 雨桐|Yutong Jun 思远|Siyuan', 'Tan 陈|Chen Lim 黄|Huang Sy'),
  kannada: culture('Ananya Raghavendra Suma Basavaraj ಕಾವ್ಯ|Kavya', 'Gowda Hegde Shetty Kulkarni'),
  tamil: culture('Karthik Meenakshi செல்வி|Selvi Arun Yazhini', 'Subramaniam Natarajan Iyer Pandian'),
  egyptian: culture(
    'عمر|Omar ليلى|Layla يوسف|Youssef نور|Nour Hoda',
    'حسن|Hassan المصري|Elmasry فاروق|Farouk Mansour',
  ),
  greek: culture(
    'Αλέξανδρος|Alexandros Ελένη|Eleni Νίκος|Nikos Δανάη|Danae',
    'Παππάς|Pappas Κωνσταντίνου|Konstantinou Λαμπρού|Lambrou',
  ),
  maori: culture('Māia Tāne Anahera Wiremu Kōwhai', 'Ngāta Parāone Tūhoe Rāwiri'),
  icelandic: culture('Guðrún Þór Sigríður Björk Æsa', 'Jónsdóttir Þorsteinsson Ægisson Helgadóttir'),
}

const SPELLING: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  ß: 'ss',
  ı: 'i',
  œ: 'oe',
}

/** A name in the letters of an address: lower case, a to z. */
export function latin(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.replace(/[łøđðþæßıœ]/g, letter => SPELLING[letter] ?? letter).replace(/[^a-z]/g, '')
}

/** `written|latin` apart. */
export function spellings(name: string): { written: string; plain: string } {
  const [written = name, given = written] = name.split('|')
  return { written, plain: latin(given) }
}
