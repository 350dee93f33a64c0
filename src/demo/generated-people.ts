import { type Random, randomFor } from './random.js';

/** A person of the generated population. Every detail is invented: drama-only phone numbers, test-range NHS numbers, no real postcode area. */
export interface GeneratedPerson {
  readonly name: string;
  readonly bornOn: string;
  readonly age: number;
  readonly address: string;
  readonly phone: string;
  readonly nhsNumber: string;
}

const givenNames = [
  'Aaliyah', 'Adaeze', 'Agnieszka', 'Alun', 'Amina', 'Andrei', 'Anwen', 'Arjun', 'Beatrice', 'Bilal', 'Callum', 'Carys', 'Chidi', 'Clive', 'Comfort',
  'Damian', 'Deepika', 'Dorothy', 'Ebony', 'Edwin', 'Elif', 'Farah', 'Fiona', 'Gareth', 'Grace', 'Hamza', 'Harriet', 'Ibrahim', 'Ines', 'Iwan', 'Jamal', 'Jasmine',
  'Jerome', 'Kateryna', 'Keziah', 'Kieran', 'Kwame', 'Laszlo', 'Leanne', 'Mandeep', 'Mariam', 'Maureen', 'Mei-Ling', 'Nadia', 'Niall', 'Olga', 'Pauline', 'Priya', 'Rashida',
  'Reuben', 'Rosa', 'Samira', 'Shona', 'Stefan', 'Tariro', 'Terence', 'Uma', 'Violet', 'Winston', 'Yasmin', 'Zainab', 'Zoltan',
] as const;

const familyNames = [
  'Abernethy', 'Adeleke', 'Ainscough', 'Akhtar', 'Balogun', 'Bickerstaff', 'Brzezicki', 'Castellane', 'Chaudhary', 'Cholmondley-Ross', 'Coldbeck', 'Danquah', 'Dewhurst', 'Dimitrova',
  'Ellingham', 'Eze', 'Fairclough', 'Fothergale', 'Ghosh', 'Greenhalge', 'Hallworth', 'Haq', 'Hyndland', 'Ilunga', 'Jagger-Lowe', 'Kaczmar', 'Kandola', 'Kinsella', 'Lamptey', 'Lightbourne',
  'Mahamud', 'Merriweather', 'Mistry', 'Moyo', 'Nettleship', 'Ng', 'Obuya', 'Osgerby', 'Pargeter', 'Pereira', 'Quayle-Smith', 'Rahmani', 'Ravensdale', 'Sivakumar', 'Sowerbutts', 'Szabo',
  'Tattersley', 'Tran', 'Underhay', 'Uddin', 'Vasilescu', 'Wadekar', 'Warmington', 'Whitwam', 'Yardley', 'Yilmazer', 'Zelenko',
] as const;

const streets = ['Avocet Way', 'Bittern Row', 'Corncrake Lane', 'Dunnock Street', 'Fieldfare Road', 'Goldcrest Gardens', 'Heron Quay', 'Lapwing Drive', 'Nightjar Court', 'Redstart Terrace', 'Siskin Avenue', 'Whimbrel Hill'] as const;
const towns = [['Wealdmere', 'ZZ1'], ['Wealdmere', 'ZZ2'], ['Heathcombe', 'ZZ3'], ['Heathcombe', 'ZZ4'], ['Larkhurst', 'ZZ6'], ['Mossbarrow', 'ZZ7']] as const;
const letters = [...'ABDEFGHJLNPQRSTUWXYZ'];

/** Size of the population; the front of it is drawn more often, so that some people are known to several agencies. */
const population = 60_000;

export function personSomewhereInTheCounty(seed: number, random: Random): GeneratedPerson {
  const near = random.whole(population) / population;
  return generatedPerson(seed, Math.floor(population * near * near));
}

export function generatedPerson(seed: number, index: number): GeneratedPerson {
  const random = randomFor(seed, 'person', index);
  const [town, district] = random.pick(towns);
  const born = { year: 1938 + random.whole(70), month: 1 + random.whole(12), day: 1 + random.whole(28) };
  const birthdayPassed = born.month < 11 || (born.month === 11 && born.day <= 22);
  return {
    name: `${random.pick(givenNames)} ${random.pick(familyNames)}`,
    bornOn: [born.year, born.month, born.day].map((part) => String(part).padStart(2, '0')).join('-'),
    age: 2026 - born.year - (birthdayPassed ? 0 : 1),
    address: `${1 + random.whole(180)} ${random.pick(streets)}, ${town}, ${district} ${1 + random.whole(9)}${random.pick(letters)}${random.pick(letters)}`,
    phone: `07700 900${String(random.whole(1000)).padStart(3, '0')}`,
    nhsNumber: testNhsNumber(random),
  };
}

/** A number from the 999 range, kept for tests, with its modulus 11 check digit. */
function testNhsNumber(random: Random): string {
  for (;;) {
    const digits = `999${String(random.whole(1_000_000)).padStart(6, '0')}`;
    const sum = [...digits].reduce((total, digit, at) => total + (10 - at) * Number(digit), 0);
    const check = (11 - (sum % 11)) % 11;
    if (check < 10) return `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}${check}`;
  }
}
