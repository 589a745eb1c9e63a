DROP TABLE badge_class_versions;
DROP TABLE badge_classes;
