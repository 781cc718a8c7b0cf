#include "widget_types.h"

#include "registry.h"

#include <QAbstractItemDelegate>
#include <QComboBox>
#include <QCompleter>
#include <QDataWidgetMapper>
#include <QGraphicsEffect>
#include <QGraphicsProxyWidget>
#include <QGraphicsScene>
#include <QGraphicsTextItem>
#include <QGraphicsView>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMdiArea>
#include <QMdiSubWindow>
#include <QMovie>
#include <QTabBar>
#include <QTableView>
#include <QTreeView>
#include <QValidator>
#include <QWidgetAction>

namespace qta {

namespace {

void registerViews(Registry &registry)
{
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
    registry.method("setModelColumn", [](QListView *self, int column) { self->setModelColumn(column); });
    registry.method("setModel", [](QComboBox *self, QAbstractItemModel *model) { self->setModel(model); });
}

void registerInput(Registry &registry)
{
    registry.method("setValidator", [](QLineEdit *self, QValidator *validator) { self->setValidator(validator); });
    registry.method("setValidator", [](QComboBox *self, QValidator *validator) { self->setValidator(validator); });
    registry.method("setCompleter", [](QLineEdit *self, QCompleter *completer) { self->setCompleter(completer); });
    registry.method("setCompleter", [](QComboBox *self, QCompleter *completer) { self->setCompleter(completer); });
    registry.method("setModel", [](QCompleter *self, QAbstractItemModel *model) { self->setModel(model); });
    registry.method("setModel", [](QDataWidgetMapper *self, QAbstractItemModel *model) { self->setModel(model); });
    registry.method("addMapping", [](QDataWidgetMapper *self, QWidget *widget, int section) { self->addMapping(widget, section); });
    registry.method("clearMapping", [](QDataWidgetMapper *self) { self->clearMapping(); });
}

void registerGraphics(Registry &registry)
{
    registry.method("setScene", [](QGraphicsView *self, QGraphicsScene *scene) { self->setScene(scene); });
    registry.method("scene", [](QGraphicsView *self) { return self->scene(); });
    registry.method("addText", [](QGraphicsScene *self, QString text) { return self->addText(text); });
    registry.method("addWidget", [](QGraphicsScene *self, QWidget *widget) { return self->addWidget(widget); });
    registry.method("addItem", [](QGraphicsScene *self, QGraphicsObject *item) { self->addItem(item); });
    registry.method("setPlainText", [](QGraphicsTextItem *self, QString text) { self->setPlainText(text); });
    registry.method("toPlainText", [](QGraphicsTextItem *self) { return self->toPlainText(); });
    registry.method("setGraphicsEffect", [](QWidget *self, QGraphicsEffect *effect) { self->setGraphicsEffect(effect); });
}

void registerContainers(Registry &registry)
{
    registry.method("addTab", [](QTabBar *self, QString text) { return self->addTab(text); });
    registry.method("tabText", [](QTabBar *self, int index) { return self->tabText(index); });
    registry.method("setDefaultWidget", [](QWidgetAction *self, QWidget *widget) { self->setDefaultWidget(widget); });
    registry.method("addSubWindow", [](QMdiArea *self, QWidget *widget) { return self->addSubWindow(widget); });
    registry.method("setWidget", [](QMdiSubWindow *self, QWidget *widget) { self->setWidget(widget); });
    registry.method("widget", [](QMdiSubWindow *self) { return self->widget(); });
}

}  // namespace

void registerItemViews(Registry &registry)
{
    registerViews(registry);
    registerInput(registry);
    registerGraphics(registry);
    registerContainers(registry);
}

}  // namespace qta
