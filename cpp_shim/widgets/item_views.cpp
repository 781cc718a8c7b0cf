#include "widget_types.h"

#include "objects/registry.h"

#include <QAbstractItemDelegate>
#include <QComboBox>
#include <QCompleter>
#include <QGraphicsEffect>
#include <QGraphicsProxyWidget>
#include <QGraphicsScene>
#include <QGraphicsView>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QListWidget>
#include <QMovie>
#include <QTableView>
#include <QTableWidget>
#include <QTreeView>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>
#include <QValidator>

namespace qta {

namespace {

void registerViews(Registry &registry)
{
    registry.nullable<QAbstractItemView>("setModel");
    registry.method("setModel", [](QAbstractItemView *self, QAbstractItemModel *model) { self->setModel(model); });
    registry.method("model", [](QAbstractItemView *self) { return self->model(); });
    registry.method("selectionModel", [](QAbstractItemView *self) { return self->selectionModel(); });
    registry.method("setItemDelegate", [](QAbstractItemView *self, QAbstractItemDelegate *delegate) { self->setItemDelegate(delegate); });
    registry.method("selectedRows", [](QAbstractItemView *self) {
        QList<int> rows;
        if (self->selectionModel()) {
            for (const QModelIndex &index : self->selectionModel()->selectedIndexes()) {
                if (!rows.contains(index.row()))
                    rows.append(index.row());
            }
        }
        return rows;
    });
    registry.method("horizontalHeader", [](QTableView *self) { return self->horizontalHeader(); });
    registry.method("verticalHeader", [](QTableView *self) { return self->verticalHeader(); });
    registry.method("header", [](QTreeView *self) { return self->header(); });
    registry.method("setModel", [](QComboBox *self, QAbstractItemModel *model) { self->setModel(model); });
}

// The items of these widgets are no QObjects: their texts are reached by their places, and a signal's item has one as
// long as it exists. Searching for it follows no pointer of TypeScript's.

void registerListItems(Registry &registry)
{
    registry.method("removeItem", [](QListWidget *self, int row) { delete self->takeItem(row); });
    registry.method("itemText", [](QListWidget *self, int row) {
        const QListWidgetItem *item = self->item(row);
        return item ? item->text() : QString();
    });
    registry.method("setItemText", [](QListWidget *self, int row, QString text) {
        if (QListWidgetItem *item = self->item(row))
            item->setText(text);
    });
    // -1 if it is not there any more.
    registry.method("row", [](QListWidget *self, QListWidgetItem *item) {
        for (int row = 0; row < self->count(); ++row) {
            if (self->item(row) == item)
                return row;
        }
        return -1;
    });
}

void registerTableItems(Registry &registry)
{
    registry.method("setHorizontalHeaderLabels", [](QTableWidget *self, QStringList labels) {
        self->setHorizontalHeaderLabels(labels);
    });
    registry.method("setVerticalHeaderLabels", [](QTableWidget *self, QStringList labels) {
        self->setVerticalHeaderLabels(labels);
    });
    registry.method("itemText", [](QTableWidget *self, int row, int column) {
        const QTableWidgetItem *item = self->item(row, column);
        return item ? item->text() : QString();
    });
    registry.method("setItemText", [](QTableWidget *self, int row, int column, QString text) {
        if (QTableWidgetItem *item = self->item(row, column))
            item->setText(text);
        else
            self->setItem(row, column, new QTableWidgetItem(text));
    });
}

using Path = QList<int>;

// A path names an item by its row, and those of the items above it: {2, 0} is the first child of the third item.
QTreeWidgetItem *itemAt(const QTreeWidget *tree, const Path &path)
{
    QTreeWidgetItem *item = tree->invisibleRootItem();
    for (const int row : path) {
        if (!item)
            return nullptr;
        item = item->child(row);
    }
    return item;
}

Path pathOf(const QTreeWidget *tree, const QTreeWidgetItem *wanted)
{
    Path path;
    for (QTreeWidgetItemIterator it(const_cast<QTreeWidget *>(tree)); wanted && *it; ++it) {
        if (*it != wanted)
            continue;
        for (const QTreeWidgetItem *item = wanted; item; item = item->parent()) {
            const QTreeWidgetItem *above = item->parent() ? item->parent() : tree->invisibleRootItem();
            path.prepend(above->indexOfChild(const_cast<QTreeWidgetItem *>(item)));
        }
        break;
    }
    return path;
}

void registerTreeItems(Registry &registry)
{
    // Adds an item below another one, or at the top; answers its path, or an empty one if there is no such other one.
    registry.method(
        "addItem", [](QTreeWidget *self, QStringList texts, Path parent) {
            QTreeWidgetItem *above = itemAt(self, parent);
            if (!above)
                return Path();
            above->addChild(new QTreeWidgetItem(texts));
            parent.append(above->childCount() - 1);
            return parent;
        },
        1);
    registry.method("removeItem", [](QTreeWidget *self, Path path) {
        if (!path.isEmpty())
            delete itemAt(self, path);
    });
    registry.method(
        "itemText", [](QTreeWidget *self, Path path, int column) {
            const QTreeWidgetItem *item = path.isEmpty() ? nullptr : itemAt(self, path);
            return item ? item->text(column) : QString();
        },
        1);
    registry.method("setItemText", [](QTreeWidget *self, Path path, int column, QString text) {
        if (QTreeWidgetItem *item = path.isEmpty() ? nullptr : itemAt(self, path))
            item->setText(column, text);
    });
    registry.method("childCount", [](QTreeWidget *self, Path path) {
        const QTreeWidgetItem *item = itemAt(self, path);
        return item ? item->childCount() : 0;
    });
    registry.method("setItemExpanded", [](QTreeWidget *self, Path path, bool expanded) {
        if (QTreeWidgetItem *item = path.isEmpty() ? nullptr : itemAt(self, path))
            item->setExpanded(expanded);
    });
    registry.method("path", [](QTreeWidget *self, QTreeWidgetItem *item) { return pathOf(self, item); });
    registry.method("currentPath", [](QTreeWidget *self) { return pathOf(self, self->currentItem()); });
    registry.method("setCurrentPath", [](QTreeWidget *self, Path path) {
        self->setCurrentItem(path.isEmpty() ? nullptr : itemAt(self, path));
    });
}

void registerInput(Registry &registry)
{
    registry.nullable<QComboBox>("setValidator");
    registry.nullable<QComboBox>("setCompleter");
    registry.method("setValidator", [](QComboBox *self, QValidator *validator) { self->setValidator(validator); });
    registry.method("setCompleter", [](QComboBox *self, QCompleter *completer) { self->setCompleter(completer); });
}

void registerGraphics(Registry &registry)
{
    registry.nullable<QGraphicsView>("setScene");
    registry.nullable<QWidget>("setGraphicsEffect");
    registry.method("setScene", [](QGraphicsView *self, QGraphicsScene *scene) { self->setScene(scene); });
    registry.method("addWidget", [](QGraphicsScene *self, QWidget *widget) { return self->addWidget(widget); });
    registry.method("setGraphicsEffect", [](QWidget *self, QGraphicsEffect *effect) { self->setGraphicsEffect(effect); });
}

}  // namespace

void registerItemViews(Registry &registry)
{
    registerViews(registry);
    registerListItems(registry);
    registerTableItems(registry);
    registerTreeItems(registry);
    registerInput(registry);
    registerGraphics(registry);
}

}  // namespace qta
