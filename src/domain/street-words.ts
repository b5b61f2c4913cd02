// What the post shortens, and how lists misspell it: "short: long forms, other short forms, slips". After Publication 28 of the USPS, appendices B and C.

/** Words that end a street's name and seldom stand in a city's. */
const STREETS = `
aly: alley allee ally
ave: avenue av aven avenu avn avnue aveneue avenie avanue aveune avenida
blvd: boulevard boul boulv blvrd bvd blv boulevrd bouldevard boulavard
byp: bypass bypa bypas byps
cir: circle circ circl crcl crcle cirlce cicle
cirs: circles
cres: crescent crsent crsnt
cswy: causeway causwa
ct: court crt cort
cts: courts
dr: drive driv drv dirve drve
drs: drives
expy: expressway express expr expw exp
ext: extension extn extnsn
fwy: freeway freewy frway frwy
hwy: highway highwy hiway hiwy hway higway hghwy hiwghway
ln: lane lanes lne
loop: loops
path: paths
pike: pikes
pkwy: parkway parkwy pkway pky pkwys parkways prkwy
pl: place plc
plz: plaza plza
rd: road raod roed
rds: roads
row:
rte: route rt
sq: square sqr sqre squ
st: street strt str streeet stret steet streat saint
sts: streets
ter: terrace terr terace
tpke: turnpike trnpk turnpk
trl: trail trails trls
way: wy
xing: crossing crssng
`;

/** Words that end a street's name, and a city's as often: Palm Springs, Lake Forest, Menlo Park. */
const LANDSCAPES = `
anx: annex anex annx
arc: arcade
bch: beach
bg: burg
blf: bluff bluf
bnd: bend
br: branch brnch
brg: bridge brdge
brk: brook
btm: bottom bot bottm
byu: bayou bayoo
clb: club
clf: cliff
clfs: cliffs
cmn: common
cmns: commons
cor: corner
cors: corners
cp: camp cmp
cpe: cape
crk: creek
crse: course
crst: crest
ctr: center centre cen cent centr cntr cnter centers
cv: cove
cyn: canyon canyn cnyn
dl: dale
dm: dam
dv: divide div dvd
est: estate
ests: estates
fall:
falls: fls
fld: field
flds: fields
flt: flat
flts: flats
frd: ford
frg: forge forg
frk: fork
frks: forks
frst: forest forests
fry: ferry frry
ft: fort frt
gdn: garden gardn grden grdn
gdns: gardens grdns
gln: glen
grn: green
grv: grove grov
gtwy: gateway gatewy gatway gtway
hbr: harbor harb harbr hrbor
hl: hill
hls: hills
holw: hollow hllw hollows holws
hts: heights ht
hvn: haven
inlt: inlet
is: island islnd
iss: islands islnds
isle: isles
jct: junction jction jctn junctn juncton
knl: knoll knol
knls: knolls
ky: key
lck: lock
ldg: lodge ldge lodg
lgt: light
lk: lake
lks: lakes
lndg: landing lndng
mall:
mdw: meadow
mdws: meadows medows
ml: mill
mls: mills
mnr: manor
mnrs: manors
msn: mission missn mssn
mt: mount mnt
mtn: mountain mntain mntn mountin mtin
nck: neck
orch: orchard orchrd
oval: ovl
park: prk parks
pass:
plns: plains
pln: plain
pne: pine
pnes: pines
pr: prairie prr
prt: port
pt: point
pts: points
radl: radial rad
ramp:
rdg: ridge rdge
rdgs: ridges
riv: river rvr rivr
rnch: ranch ranches rnchs
rpds: rapids
rst: rest
run:
shr: shore shoar
shrs: shores shoars
smt: summit sumit sumitt
spg: spring spng sprng
spgs: springs spngs sprngs
spur: spurs
sta: station statn stn
strm: stream streme
trce: trace traces
trwy: throughway
tunl: tunnel tunel tunls
un: union
viad: viaduct viadct vdct
vis: vista vist vst vsta
vl: ville
vlg: village vill villag villg
vly: valley vally vlly
vlys: valleys
vw: view
vws: views
walk: walks
wl: well
wls: wells
`;

const DIRECTIONS = `
n: north no
s: south so
e: east
w: west
ne: northeast
nw: northwest
se: southeast
sw: southwest
`;

/** What tells the doors of one address apart; each is followed by a number or a letter. */
const UNITS = `
apt: apartment apartments aptmt apmt unit units
bldg: building bld bldng
dept: department
fl: floor flr
hngr: hangar hanger
lot:
ofc: office
ph: penthouse
pmb:
rm: room
slip:
spc: space sp
ste: suite suit suites stes
stop:
trlr: trailer
`;

const tableOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .trim()
      .split("\n")
      .flatMap((line) => {
        const [short = "", long = ""] = line.split(":");
        return [short, ...long.split(" ").filter((word) => word !== "")].map((word) => [word, short] as const);
      }),
  );

/** Word → its short form, for each kind of word. */
export const STREET_ENDINGS = tableOf(STREETS);
export const LANDSCAPE_ENDINGS = tableOf(LANDSCAPES);
export const DIRECTION_WORDS = tableOf(DIRECTIONS);
export const UNIT_WORDS = tableOf(UNITS);

const ORDINALS =
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth";
export const TENS: ReadonlyMap<string, number> = new Map(
  "twenty thirty forty fifty sixty seventy eighty ninety".split(" ").map((word, place) => [word, (place + 2) * 10]),
);

/** 1 → 1st, 22 → 22nd, 113 → 113th. */
export function ordinal(number: number): string {
  const teen = number % 100 >= 11 && number % 100 <= 13;
  return `${number}${(teen ? undefined : ["th", "st", "nd", "rd"][number % 10]) ?? "th"}`;
}

/** first → 1, … twentieth → 20. */
export const ORDINAL_NUMBERS: ReadonlyMap<string, number> = new Map([
  ...ORDINALS.split(" ").map((word, place) => [word, place + 1] as const),
  ...[...TENS].map(([word, number]) => [word.replace(/y$/, "ieth"), number] as const),
]);

/** one → 1 … ten → 10: "One Market Plaza". */
export const COUNTED: ReadonlyMap<string, string> = new Map(
  "one two three four five six seven eight nine ten".split(" ").map((word, place) => [word, String(place + 1)]),
);
