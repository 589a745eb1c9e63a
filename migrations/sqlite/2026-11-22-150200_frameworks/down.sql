DROP TABLE framework_items;
DROP TABLE frameworks;
