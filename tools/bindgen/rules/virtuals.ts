/**
 * What the headers do not say of virtual functions, protected members and abstract classes.
 *
 * @module
 */

/** Pure functions that a base of the class implements where no one can see it. */
export const IMPLEMENTED: ReadonlySet<string> = new Set([
  "QAbstractListModel::columnCount",
  "QAbstractListModel::parent",
  "QAbstractTableModel::parent",
]);

/** Functions that a class takes back: it overrides an implemented one by none. */
export const STILL_PURE: ReadonlySet<string> = new Set([
  "QAbstractButton::paintEvent",
]);

/** Functions that a class has in a private form, too: they cannot be named in C++. */
export const NOT_OVERRIDDEN: ReadonlySet<string> = new Set([
  "QHeaderView::initStyleOption",
]);

/** Default arguments of a sibling that is left out. */
export const DEFAULTS: Readonly<Record<string, string>> = {
  "QAbstractItemModel::createIndex(id)": "0",
};

/** Functions that get or fill a buffer, by how it crosses: `fill` returns the bytes, `take` gets them. */
export const RAW: Readonly<Record<string, string>> = {
  "QIODevice::readData": "fill",
  "QIODevice::readLineData": "fill",
  "QIODevice::writeData": "take",
};

/** Functions whose result is a model index that only the model itself knows how to read. */
export const RAW_INDEXES: ReadonlySet<string> = new Set([
  "QAbstractItemModel::createIndex",
]);
