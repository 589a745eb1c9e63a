DROP TABLE desk_letters;
