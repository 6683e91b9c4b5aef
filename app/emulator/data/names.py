"""Frequent Polish first names and surnames, and the names that a program has to cope with."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WOMEN = _words(
    """Julia Zuzanna Zofia Hanna Maja Lena Alicja Oliwia Amelia Maria Aleksandra Wiktoria Natalia Emilia Antonina
    Gabriela Weronika Martyna Karolina Magdalena Katarzyna Anna Agnieszka Joanna Paulina Patrycja Klaudia Dominika
    Kinga Sandra Justyna Ewelina Monika Sylwia Milena Nikola Małgorzata Barbara Łucja Kornelia Nadia Jagoda Blanka
    Róża Iga Liliana Michalina Marcelina Urszula Izabela Żaneta Elżbieta Daria Kamila Adrianna"""
)
MEN = _words(
    """Jakub Jan Antoni Szymon Franciszek Filip Aleksander Mikołaj Wojciech Kacper Adam Michał Marcel Stanisław
    Wiktor Piotr Igor Nikodem Mateusz Oskar Bartosz Tomasz Maciej Krzysztof Paweł Łukasz Dawid Kamil Dominik Patryk
    Sebastian Damian Adrian Karol Hubert Błażej Grzegorz Marcin Rafał Konrad Przemysław Radosław Oliwier Tymon Leon
    Ignacy Borys Gabriel Fabian Cezary Witold Jarosław Łucjan Eryk Kajetan"""
)

# The same for women and men.
PLAIN_SURNAMES = _words(
    """Nowak Wójcik Kowalczyk Woźniak Mazur Krawczyk Kaczmarek Zając Król Wieczorek Wróbel Stępień Dudek Adamczyk
    Pawlak Walczak Sikora Baran Szewczyk Pietrzak Wilk Lis Kubiak Kaźmierczak Mazurek Kołodziej Gajda
    Cieślak Szymczak Bąk Krupa Mróz Błaszczyk Urban Kurek Kozioł Kot Wrona Kaczor Ptak Sowa Janik Sobczak Musiał
    Borowiec Drozd Zięba Maj Kłos Sroka Kania Banaś Marzec Kosiak Śliwa Ślusarczyk Świątek Świder Żuk Żurek
    Żak Żyła Łuczak Łapa Łysiak Źróbek Ćwiek Ćwiklik Gołąb Gąsior Książek Miś Pająk Sęk Wąsik Wdowiak
    Rak Skiba Kruk Duda Bielak Czech Dąbek Fijałek Grzyb Hajduk Jóźwiak Kępa Kuś Leśniak Matuszak Nawrot Olejnik
    Pałka Rogala Socha Tkaczyk Urbaniak Wnuk Zaremba Białas Cichoń Gawron Jurek Kasprzak Madej Mielczarek"""
)

# Adjectives: -ski and -cki for men, -ska and -cka for women.
ADJECTIVAL_SURNAMES = _words(
    """Kowalski Wiśniewski Kamiński Lewandowski Zieliński Szymański Dąbrowski Kozłowski Jankowski Wojciechowski
    Kwiatkowski Piotrowski Grabowski Pawłowski Michalski Nowicki Adamski Jabłoński Wróblewski Majewski Olszewski
    Jaworski Malinowski Witkowski Rutkowski Górski Ostrowski Tomaszewski Zalewski Jasiński Zawadzki Sadowski
    Chmielewski Borkowski Czarnecki Sawicki Sokołowski Urbański Kubicki Maciejewski Szczepański Kucharski Kalinowski
    Wysocki Gajewski Sikorski Zakrzewski Laskowski Ziółkowski Makowski Czerwiński Krajewski Baranowski Brzeziński
    Przybylski Szulczewski Błaszkowski Kaczorowski Cieślewski Głowacki Andrzejewski Lipiński Markowski Mikołajewski
    Jakubowski Leszczyński Muszyński Orłowski Rybicki Stankowski Śliwiński Świerczyński Żukowski Żurawski Łęcki
    Łukaszewski Ćwikliński Źrebiński Ósmański Gąsiorowski Węgrzyński Różański Gałczyński Krasicki Bielecki Domański
    Filipowski Gutkowski Hryniewicki Iwański Janicki Konopnicki Lisowski Mierzejewski Niedźwiecki"""
)

# Sorting, searching, drawing: each of these breaks some program. First name, surname, sex.
TELLING = (
    ("Łucja", "Ąbek", "F"),
    ("Zofia", "Ćwik", "F"),
    ("Oleksandr", "Dąb", "M"),
    ("Anna", "Nowak-Kowalczyk", "F"),
    ("Jan", "Źrebiec", "M"),
    ("Maria", "Śliwińska", "F"),
    ("Paweł", "Ósmak", "M"),
    ("Żaneta", "Żak", "F"),
    ("Michał", "Kmieć", "M"),
    ("Julia", "Woźniak", "F"),
    ("Jan", "Wójcik", "M"),
    ("Agata", "Białas", "F"),
    ("Agnieszka", "Ęcka", "F"),
    ("Krzysztof Maksymilian", "Chrząszczyżewoszycki-Brzęczyszczykiewicz", "M"),
    ("Jan", "Nawias [/b]", "M"),
    ("Lena", "Müller", "F"),
    ("Jiří", "Štěpánek", "M"),
    ("Thị Mai", "Nguyễn", "F"),
    ("Seán", "O'Neil", "M"),
    ("María", "de la Cruz", "F"),
    ("Yuliia", "Shevchenko", "F"),
    ("Nazar", "Bondarchuk", "M"),
    ("Anastasiia", "Kovalenko", "F"),
    ("Łukasz", "Łoś", "M"),
    ("Bogna", "Ńarska", "F"),
)

# What stands in their place where nobody is to stumble over them.
IN_PLACE_OF = {
    ("Krzysztof Maksymilian", "Chrząszczyżewoszycki-Brzęczyszczykiewicz", "M"): ("Krzysztof", "Chrzanowski", "M"),
    ("Jan", "Nawias [/b]", "M"): ("Jan", "Nawrocki", "M"),
}

LECTURER = ("Barbara", "Łęcka", "F", "dr", None)
COLLEAGUES = (
    ("Ignacy", "Rzeszotarski", "M", "prof. dr hab.", None),
    ("Katarzyna", "Wokulska-Żmuda", "F", "mgr inż.", None),
)
