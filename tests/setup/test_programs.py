"""The fixtures that start programs of the system do start them."""

import psycopg


def test_a_database_server_answers(postgres):
    with psycopg.connect(postgres) as connection:
        assert connection.execute("select current_user").fetchone() == ("postgres",)


def test_browser_and_office_are_programs(chromium, libreoffice, pdftoppm):
    assert all(program.is_file() for program in (chromium, libreoffice, pdftoppm))
