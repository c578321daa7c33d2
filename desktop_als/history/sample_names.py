"""Invented artists, titles and first names for the sample community. Any likeness to real ones is chance.

Twelve scenes each have their own way to make names, so that a list of neighbours shows at a glance whether it is one scene.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

Makers = tuple[Callable[[np.random.Generator], str], ...]


def _words(text: str) -> list[str]:
    return text.split()


def _two_words(first: str, second: str, *patterns: str) -> Callable[[np.random.Generator], str]:
    """Names such as ``{a} {b}`` from two lists of words; the first pattern is the usual one."""
    ones, others = _words(first), _words(second)
    weights = np.array([4.0] + [1.0] * (len(patterns) - 1))

    def make(rng: np.random.Generator) -> str:
        pattern = patterns[rng.choice(len(patterns), p=weights / weights.sum())]
        return pattern.format(a=ones[rng.integers(len(ones))], b=others[rng.integers(len(others))])

    return make


def _syllables(text: str, least: int, most: int, *patterns: str) -> Callable[[np.random.Generator], str]:
    """Names such as ``{a}`` and ``{a} {b}`` whose words are made of syllables."""
    parts = _words(text)

    def word(rng: np.random.Generator) -> str:
        return "".join(parts[at] for at in rng.integers(len(parts), size=rng.integers(least, most + 1))).capitalize()

    def make(rng: np.random.Generator) -> str:
        return patterns[rng.integers(len(patterns))].format(a=word(rng), b=word(rng), n=rng.integers(2, 99))

    return make


_SCENES: dict[str, Callable[[np.random.Generator], str]] = {
    "dusk folk": _two_words(
        "Alder Bramble Thistle Hollow Lantern Wicker Juniper Sparrow Moss Hazel Larkspur Ember Barley Clover Rushlight Fallow "
        "Heather Tallow Willow Copper Quill Sorrel Nettle Yarrow Cinder Harvest",
        "Almanac Orchard Causeway Kettle Ledger Paddock Weathervane Chapel Meadow Postman Hearth Cartwright Granary Millpond "
        "Steeple Hedgerow Footbridge Lullaby Cellar Bellows Thimble Compass Homestead Gazette Tinderbox Scarecrow",
        "{a} {b}",
        "The {a} {b}",
        "{b} & {a}",
        "Old {a} {b}",
    ),
    "harbour synth": _two_words(
        "neon chrome velour static plastic violet mirror signal magnet cobalt tungsten lucid quartz halogen satin acrylic "
        "prism vapour digital laser turquoise silver midnight rotary",
        "estuary ferry boulevard cassette lagoon terminal monorail pavilion marina escalator skyline aquarium heliport causeway "
        "carousel promenade observatory motel turnstile viaduct tollbooth atrium jetty arcade",
        "{a} {b}",
        "{a}{b}",
        "{b} no. {a}",
    ),
    "iron choir": _syllables(
        "vor grath skal dum mor khaz ul thren gor vash nek rath dra oth zul bael ghor mar tûr ën krag ymir",
        2,
        3,
        "{a}",
        "{a} {b}",
        "{a} ov {b}",
    ),
    "late trio": _syllables(
        "ot to li ne va sk el mi ro ka dan te be ru no la sa vi jo ha ges ter lund",
        2,
        3,
        "{a} {b} Trio",
        "{a} {b} Quartet",
        "{a} {b}",
        "The {b} Ensemble",
    ),
    "window pop": _syllables(
        "ミ ナ ト ソ ラ ヨ ル コ ハ ク レ モ ン シ ズ カ メ グ リ ホ タ ユ キ ノ",
        3,
        5,
        "{a}",
        "{a}",
        "{a}・{b}",
        "{a} club",
    ),
    "тихая волна": _two_words(
        "Тихий Медный Ночной Бумажный Северный Стеклянный Пыльный Дальний Хрупкий Сонный Лунный Ржавый Озёрный Летучий "
        "Снежный Чужой Вечерний Полый Янтарный Косой Забытый Пустой Соляной",
        "Фонарь Трамвай Чертёж Гербарий Вокзал Маяк Колодец Конверт Сахар Глобус Паром Лист Чайник Берег Погреб Зонт Компас "
        "Мост Календарь Якорь Ковёр Колокол Шкаф",
        "{a} {b}",
        "{a} {b}",
        "{b} и {a}",
    ),
    "drift": _two_words(
        "Lüm Mrsh Hlw Øver Sylt Fjrn Aevum Wyth Oloe Nmbus Tyde Uhr Ysle Glym Vael Eoan Wdsmk Hæze Brth Lnr Ohm Sonde Isth",
        "tape field room glacier hours moth attic fathom signal pollen dust tide canopy engine static orbit basin veil meadow "
        "delta thaw",
        "{a} {b}",
        "{a} / {b}",
        "{b} of {a}",
        "{a}...",
    ),
    "corner beats": _two_words(
        "Papercut Biscuit Domino Turnpike Mothball Gravel Sidecar Marzipan Kilowatt Tangerine Lowball Postcode Crosswalk Pigeon "
        "Bodega Ninepin Carbon Laundromat Stoop Pocket Sawdust Zigzag Nickel",
        "Prophet Duke Cartel Wizard Almighty Baron Tenor Scholar Bishop Captain Oracle Rascal Tailor Pilot Uncle Jester Deacon "
        "Marshal Sultan Umpire Butler",
        "{a} {b}",
        "DJ {a}",
        "MC {a} {b}",
        "{a} x {b}",
        "Tha {a} {b}z",
    ),
    "plaza sur": _two_words(
        "Faroles Limones Relojes Caracoles Tranvías Gorriones Tejados Ciruelos Balcones Espejos Molinos Columpios Pañuelos "
        "Geranios Buzones Delfines Girasoles Cometas Duendes Paraguas Naranjos",
        "Azules Distraídos Nocturnos Impares Salvajes Dormidos Verdes Fugaces Invisibles Gigantes Torcidos Eléctricos Lejanos "
        "Madrugadores Tímidos Ambulantes Felices Rebeldes Salados Sonámbulos",
        "Los {a} {b}",
        "{a} {b}",
        "Orquesta {a} {b}",
        "Señor {a}",
    ),
    "nordlys": _two_words(
        "Søvnig Blå Stille Rød Kald Våt Skjev Grønn Gammel Ensom Lys Tung Myk Hul Brå Dyp Fjern Sløv Klar Frossen Bitter",
        "Måke Fyrtårn Brygge Snøfnugg Sjømerke Løvetann Naust Kråke Vinterhage Kjøkken Skjær Trikk Ørret Bjørk Vedovn Fjære "
        "Tåke Låve Hylle Ås Kikkert",
        "{a} {b}",
        "{a} {b}",
        "{b}orkesteret",
        "Den {a}e {b}",
    ),
    "pulse lab": _syllables(
        "ob lo kv ti ra zu plex on mu dra ki vex ul po li ta qo ne xi ba",
        2,
        3,
        "{a} {n}",
        "{a}-{n}",
        "·{a}·",
        "{a}.exe",
    ),
    "γαλάζιο": _two_words(
        "Μπλε Ήσυχος Χάρτινος Χάλκινος Αλμυρός Αργός Ξύλινος Γυάλινος Μακρινός Κρυφός Παλιός Μικρός Λευκός Βραδινός Ζεστός "
        "Ασημένιος Νωπός Μισός Θερινός Άδειος",
        "Φάρος Σταθμός Χάρτης Κήπος Άνεμος Πύργος Μύλος Κύκλος Ήλιος Βράχος Καθρέφτης Λόφος Πίνακας Τοίχος Γλάρος Δρόμος "
        "Χειμώνας Ουρανός Σφυγμός Ρυθμός Ναύτης",
        "{a} {b}",
        "{a} {b}",
        "Ο {a} {b}",
    ),
}

SCENES: tuple[str, ...] = tuple(_SCENES)

_TITLE_FIRST = _words(
    "Paper Slow Northern Second Borrowed Hidden Last Quiet Wooden Salt Broken Winter Glass Early Distant Golden Crooked Open "
    "Hollow Electric Little Empty Blue Seven Unsent Warm Silent Folded"
)
_TITLE_SECOND = _words(
    "Lighthouse Waltz Kerosene Letters Harbour Staircase Weather Birds Machine Telephone Garden Rivers Windows Morning "
    "Carousel Maps Engines Postcards Shoes Summer Ladder Clocks Matches"
)
_FIRST_STEMS = _words("Mi To El Jo Sa Li No Ka Ru Be Ta Vi Da Ne Lo Ha Fe Ma Ire Osk Ju Wi Pa Ed An")
_FIRST_ENDINGS = _words("ra mas sa nna lo ven lian da rik la mo nea ris na bel tin")


def artist_names(rng: np.random.Generator, count: int) -> list[list[str]]:
    """``count`` distinct names, shared out evenly among the scenes: one list for each of :data:`SCENES`."""
    taken: set[str] = set()
    sizes = [len(block) for block in np.array_split(np.arange(count), len(SCENES))]
    return [list(_distinct(make, rng, size, taken)) for make, size in zip(_SCENES.values(), sizes, strict=True)]


def _distinct(
    make: Callable[[np.random.Generator], str], rng: np.random.Generator, count: int, taken: set[str]
) -> Iterator[str]:
    left = count
    while left:
        name = make(rng)
        if name.casefold() not in taken:
            taken.add(name.casefold())
            left -= 1
            yield name


def title(artist: int, number: int) -> str:
    """The title of track ``number`` of an artist, different from the artist's others."""
    at = artist * 7 + number
    first = _TITLE_FIRST[at % len(_TITLE_FIRST)]
    return f"{first} {_TITLE_SECOND[(at * 5 + artist) % len(_TITLE_SECOND)]}"


def listener_names(rng: np.random.Generator, count: int) -> list[str]:
    """``count`` first names, all different: ``Mira``, ``Mira 2``, …."""
    times: dict[str, int] = {}
    names: list[str] = []
    for stem, ending in zip(rng.choice(_FIRST_STEMS, count), rng.choice(_FIRST_ENDINGS, count), strict=True):
        name = f"{stem}{ending}"
        times[name] = times.get(name, 0) + 1
        names.append(name if times[name] == 1 else f"{name} {times[name]}")
    return names
