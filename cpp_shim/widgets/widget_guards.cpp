// What Qt Widgets would crash of, or hang in: widgets and layouts that are put into themselves, layouts of two places,
// numbers of rows that no memory holds.
#include "widget_types.h"

#include "objects/registry.h"

#include <QAbstractItemView>
#include <QGraphicsObject>
#include <QGraphicsProxyWidget>
#include <QGraphicsScene>
#include <QGraphicsView>
#include <QGridLayout>
#include <QLayout>
#include <QListWidget>
#include <QTableWidget>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>

#include <algorithm>

namespace qta {

namespace {

QLatin1String className(const QObject *object)
{
    return QLatin1String(object->metaObject()->className());
}

bool isPlaced(const QMetaObject *type)
{
    return type && (type->inherits(&QWidget::staticMetaObject) || type->inherits(&QLayout::staticMetaObject));
}

// Whether a method puts its arguments into the object, and does not only refer to them.
bool puts(const QByteArray &member)
{
    static const QByteArrayList references{"setBuddy", "setFocusProxy", "setCurrentWidget", "setActiveSubWindow", "setDefaultWidget"};
    return (member.startsWith("add") || member.startsWith("insert") || member.startsWith("set")) && !references.contains(member);
}

bool holds(const QLayout *layout, const QObject *wanted)
{
    for (int i = 0; i < layout->count(); ++i) {
        QLayoutItem *const item = layout->itemAt(i);
        if (item->widget() == wanted || item->layout() == wanted || (item->layout() && holds(item->layout(), wanted)))
            return true;
    }
    return false;
}

// Whether `inner` would be, directly or not, in what is in it.
bool encloses(const QObject *inner, const QObject *outer)
{
    const auto *const layout = qobject_cast<const QLayout *>(inner);
    for (const QObject *ancestor = outer; ancestor; ancestor = ancestor->parent()) {
        if (ancestor == inner || (layout && holds(layout, ancestor)))
            return true;
    }
    return false;
}

QString refusePlacing(QObject *object, const QVariant *values, int count)
{
    for (int i = 0; i < count; ++i) {
        if (!(values[i].metaType().flags() & QMetaType::PointerToQObject))
            continue;
        const QObject *const placed = values[i].value<QObject *>();
        if (!placed || !isPlaced(placed->metaObject()))
            continue;
        if (encloses(placed, object))
            return QStringLiteral("Cannot put the %1 into the %2: expected another object than itself or its ancestor").arg(className(placed), className(object));
        const bool isLayout = qobject_cast<const QLayout *>(placed) != nullptr;
        if (isLayout && placed->parent() && placed->parent() != object)
            return QStringLiteral("Cannot put the %1 into the %2: it is in a %3 already").arg(className(placed), className(object), className(placed->parent()));
        const auto *const widget = qobject_cast<const QWidget *>(object);
        if (isLayout && widget && widget->layout() && widget->layout() != placed)
            return QStringLiteral("Cannot set the layout of the %1: it has a %2 already; delete that first").arg(className(object), className(widget->layout()));
    }
    return {};
}

bool shows(const QWidget *widget, const QGraphicsScene *scene)
{
    const auto *const view = qobject_cast<const QGraphicsView *>(widget);
    if (view && view->scene() == scene)
        return true;
    const QList<QGraphicsView *> all = widget->findChildren<QGraphicsView *>();
    return std::any_of(all.begin(), all.end(), [scene](const QGraphicsView *one) { return one->scene() == scene; });
}

QString refuseOwnView(QObject *object, const QVariant *values, int count)
{
    const auto *const scene = static_cast<QGraphicsScene *>(object);
    const auto *const widget = count > 0 ? qobject_cast<QWidget *>(values[0].value<QObject *>()) : nullptr;
    for (const QObject *ancestor = scene->parent(); widget && ancestor; ancestor = ancestor->parent()) {
        if (ancestor == widget)
            return QStringLiteral("Cannot add the %1 to the QGraphicsScene: it is the scene's parent, or above it").arg(className(widget));
    }
    return widget && shows(widget, scene) ? QStringLiteral("Cannot add the %1 to the QGraphicsScene: it shows that scene itself").arg(className(widget)) : QString();
}

QString refuseOwnScene(QObject *object, const QVariant *values, int count)
{
    const auto *const scene = count > 0 ? qobject_cast<QGraphicsScene *>(values[0].value<QObject *>()) : nullptr;
    for (const QWidget *widget = static_cast<QWidget *>(object); scene && widget; widget = widget->parentWidget()) {
        if (widget->graphicsProxyWidget() && widget->graphicsProxyWidget()->scene() == scene)
            return QStringLiteral("Cannot show the QGraphicsScene in the %1: it is in that scene itself").arg(className(object));
    }
    return {};
}

QString refuseItemCycle(QObject *object, const QVariant *values, int count)
{
    const auto *const self = static_cast<QGraphicsObject *>(object);
    const auto *const parent = count > 0 ? qobject_cast<QGraphicsObject *>(values[0].value<QObject *>()) : nullptr;
    return parent && (parent == self || self->isAncestorOf(parent))
        ? QStringLiteral("Cannot set the parent of a %1: expected another object than itself or its descendant").arg(className(object))
        : QString();
}

// Whether an item is in another one, or a widget in a scene.
bool isHeldBy(const QObject *inner, const QObject *holder)
{
    if (auto *scene = qobject_cast<const QGraphicsScene *>(holder)) {
        auto *const widget = qobject_cast<const QWidget *>(inner);
        const QGraphicsObject *const item = widget ? widget->window()->graphicsProxyWidget() : qobject_cast<const QGraphicsObject *>(inner);
        return item && item->scene() == scene;
    }
    auto *const item = qobject_cast<const QGraphicsObject *>(holder);
    auto *const below = qobject_cast<const QGraphicsObject *>(inner);
    return item && below && item->isAncestorOf(below);
}

// What holds an object as an item or a scene does cannot be its child, too: each would delete the other.
bool refuseOwnItem(QObject *object, QObject *parent, QString *error)
{
    for (const QObject *ancestor = parent; ancestor; ancestor = ancestor->parent()) {
        if (!isHeldBy(ancestor, object))
            continue;
        *error = QStringLiteral("Cannot set the parent of a %1: expected another object than itself or its descendant").arg(className(object));
        return true;
    }
    return false;
}

// Also of a view's own selection.
QString refuseIndexes(QObject *object, const QVariant *values, int count)
{
    const QAbstractItemModel *const model = static_cast<QAbstractItemView *>(object)->model();
    for (int i = 0; i < count; ++i) {
        const QModelIndex index = values[i].metaType().id() == QMetaType::QModelIndex ? values[i].toModelIndex() : QModelIndex();
        if (index.isValid() && index.model() != model)
            return QStringLiteral("Argument %1 of a method of %2: expected an index of the model that it shows, got one of another model").arg(i + 1).arg(className(object));
    }
    return {};
}

// Qt inserts where it is told to, or at the end.
template<bool rows>
QString refuseTableSection(QObject *object, const QVariant *values, int)
{
    const auto *const table = static_cast<QTableWidget *>(object);
    const int at = values[0].toInt(), present = rows ? table->rowCount() : table->columnCount();
    if (at < 0 || at > present)
        return QStringLiteral("Cannot use this %2 of the %1: expected 0 to %4, got %3").arg(className(object), QLatin1String(rows ? "row" : "column")).arg(at).arg(present);
    return refuseCells(object, table->rowCount() + (rows ? 1 : 0), table->columnCount() + (rows ? 0 : 1));
}

// The window system's limit for windows, and Qt's for what is inside of them.
constexpr int kMostWindow = 32767;

bool isLength(const QByteArray &member)
{
    static const QByteArrayList all{"resize", "size", "geometry", "minimumSize", "minimumWidth", "minimumHeight", "setFixedSize",
                                    "setFixedWidth", "setFixedHeight", "setMinimumSize", "setGeometry", "baseSize", "sizeIncrement"};
    return all.contains(member);
}

QString refuseLength(QObject *object, const QVariant *values, int count)
{
    const int most = static_cast<QWidget *>(object)->isWindow() ? kMostWindow : QWIDGETSIZE_MAX;
    for (int i = 0; i < count; ++i) {
        const QVariant &value = values[i];
        const int id = value.metaType().id();
        const QSize size = id == QMetaType::QSize ? value.toSize() : id == QMetaType::QRect ? value.toRect().size()
                                                                                            : QSize(value.toInt(), 0);
        if (size.width() > most || size.height() > most)
            return QStringLiteral("Cannot make the %1 so large: expected at most %2 pixels each way, got %3").arg(className(object)).arg(most).arg(std::max(size.width(), size.height()));
    }
    return {};
}

// What is larger has no picture that memory holds; where nothing is, Qt paints the children on no picture.
QString refusePicture(QObject *object, const QVariant *values, int count)
{
    const auto *const widget = static_cast<QWidget *>(object);
    QSize size = widget->size();
    if (count > 0) {
        const QRect part = values[0].toRect();
        size = QSize(part.width() < 0 ? size.width() - part.x() : part.width(), part.height() < 0 ? size.height() - part.y() : part.height());
        if (size.isEmpty())
            return QStringLiteral("Cannot grab a picture of the %1: expected a part of at least one pixel, got %2 by %3").arg(className(object)).arg(size.width()).arg(size.height());
    }
    constexpr qint64 most = qint64{1} << 28;
    return qint64{size.width()} * size.height() > most ? QStringLiteral("Cannot grab a picture of the %1: expected at most 2^28 pixels, got %2 by %3").arg(className(object)).arg(size.width()).arg(size.height()) : QString();
}

template<class C>
Guard::Watches member(const char *name)
{
    return [wanted = QByteArray(name)](const QMetaObject *type, const QByteArray &found, const auto &) {
        return type->inherits(&C::staticMetaObject) && found == wanted;
    };
}

// Pointers to items are compared with those of the widget that is to get them, and not followed.

bool hasListItem(const QObject *object, const void *item)
{
    const auto *const list = qobject_cast<const QListWidget *>(object);
    for (int row = 0; list && row < list->count(); ++row) {
        if (list->item(row) == item)
            return true;
    }
    return false;
}

bool hasTableItem(const QObject *object, const void *item)
{
    const auto *const table = qobject_cast<const QTableWidget *>(object);
    for (int row = 0; table && row < table->rowCount(); ++row) {
        for (int column = 0; column < table->columnCount(); ++column) {
            if (item && table->item(row, column) == item)
                return true;
        }
    }
    return false;
}

bool hasTreeItem(const QObject *object, const void *item)
{
    const auto *const tree = qobject_cast<const QTreeWidget *>(object);
    if (!tree)
        return false;
    for (QTreeWidgetItemIterator it(const_cast<QTreeWidget *>(tree)); *it; ++it) {
        if (*it == item)
            return true;
    }
    return false;
}

template<class T>
void check(Registry &registry, Registry::Exists exists)
{
    registry.addPointerCheck(QMetaType::fromType<T *>(), exists);
    registry.addPointerCheck(QMetaType::fromType<const T *>(), exists);
}

}  // namespace

void registerWidgetGuards(Registry &registry)
{
    registry.addGuard(
        [](const QMetaObject *type, const QByteArray &member, const std::vector<QMetaType> &parameters) {
            return isPlaced(type) && puts(member)
                && std::any_of(parameters.begin(), parameters.end(), [](QMetaType one) { return isPlaced(one.metaObject()); });
        },
        refusePlacing);
    registry.addGuard(member<QGraphicsScene>("addWidget"), refuseOwnView);
    registry.addGuard(member<QGraphicsView>("setScene"), refuseOwnScene);
    registry.addGuard(member<QGraphicsObject>("parent"), refuseItemCycle);
    registry.addReparent(refuseOwnItem);
    registry.addGuard(
        [](const QMetaObject *type, const QByteArray &, const std::vector<QMetaType> &parameters) {
            return type->inherits(&QAbstractItemView::staticMetaObject)
                && std::find(parameters.begin(), parameters.end(), QMetaType::fromType<QModelIndex>()) != parameters.end();
        },
        refuseIndexes);
    registry.addGuard(member<QTableWidget>("rowCount"), [](QObject *object, const QVariant *values, int) {
        return refuseCells(object, values[0].toInt(), std::max(1, static_cast<QTableWidget *>(object)->columnCount()));
    });
    registry.addGuard(member<QTableWidget>("columnCount"), [](QObject *object, const QVariant *values, int) {
        return refuseCells(object, std::max(1, static_cast<QTableWidget *>(object)->rowCount()), values[0].toInt());
    });
    registry.addGuard(member<QTreeWidget>("columnCount"), [](QObject *object, const QVariant *values, int) {
        return refuseCells(object, 1, values[0].toInt());
    });
    registry.addGuard([](const QMetaObject *type, const QByteArray &name, const auto &) { return type->inherits(&QWidget::staticMetaObject) && isLength(name); }, refuseLength);
    registry.addGuard(member<QWidget>("grab"), refusePicture);
    registry.addGuard(member<QGraphicsScene>("bspTreeDepth"), [](QObject *, const QVariant *values, int) {
        // Qt keeps two to the power of it.
        const int depth = values[0].toInt();
        return depth < 0 || depth > 16 ? QStringLiteral("QGraphicsScene.bspTreeDepth: expected 0 to 16, got %1").arg(depth) : QString();
    });
    for (const char *name : {"insertRow", "removeRow"})
        registry.addGuard(member<QTableWidget>(name), refuseTableSection<true>);
    for (const char *name : {"insertColumn", "removeColumn"})
        registry.addGuard(member<QTableWidget>(name), refuseTableSection<false>);
    check<QListWidgetItem>(registry, hasListItem);
    check<QTableWidgetItem>(registry, hasTableItem);
    check<QTreeWidgetItem>(registry, hasTreeItem);
}

}  // namespace qta
