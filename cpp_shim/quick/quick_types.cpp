#include "quick_types.h"

#include "list_model.h"
#include "qml_engine.h"
#include "qml_network.h"
#include "qml_types.h"
#include "quick_test_driver.h"
#include "objects/registry.h"
#include "script_calls.h"
#include "script_object.h"
#include "wire/values.h"

#include <QBuffer>
#include <QGuiApplication>
#include <QImage>
#include <QJSValue>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPointer>
#include <QQmlPropertyMap>
#include <QQuickItem>
#include <QQuickView>
#include <QQuickWindow>

namespace qta {

namespace {

void registerModel(Registry &registry, ScriptCalls &calls)
{
    registry.made<ListModel, QObject>([&calls](QObject *parent) { return new ListModel(calls, parent); });
    registry.method("setRoles", [](ListModel *self, QStringList names) { self->setRoles(names); });
    registry.method("beginReset", [](ListModel *self) { self->beginReset(); });
    registry.method("endReset", [](ListModel *self, int count) { self->endReset(count); });
    registry.method("beginInsert", [](ListModel *self, int row, int count) { self->beginInsert(row, count); });
    registry.method("endInsert", [](ListModel *self, int count) { self->endInsert(count); });
    registry.method("beginRemove", [](ListModel *self, int row, int count) { self->beginRemove(row, count); });
    registry.method("endRemove", [](ListModel *self, int count) { self->endRemove(count); });
    registry.method("beginMove", [](ListModel *self, int from, int to, int count) { self->beginMove(from, to, count); });
    registry.method("endMove", [](ListModel *self) { self->endMove(); });
    registry.method("changed", [](ListModel *self, int row, QList<int> columns) { self->changed(row, columns); });
}

template<class W>
W *makeWindow(QWindow *parent)
{
    chooseRenderer();
    return new W(parent);
}

QQuickView *makeView(QWindow *parent)
{
    QQuickView *view = makeWindow<QQuickView>(parent);
    QmlNetwork::guard(view->engine());
    return view;
}

void registerClasses(Registry &registry, ScriptCalls &calls)
{
    registry.type<QmlEngine>();
    registry.type<QmlNetwork>();
    registry.type<QuickTestDriver>();
    registry.made<QmlTypes, QObject>([&](QObject *parent) { return new QmlTypes(registry, calls, parent); });
    registry.type<QQmlPropertyMap>();
    registry.type<QQuickItem, QQuickItem>();
    registry.made<QQuickView, QWindow>(makeView);
    registry.made<QQuickWindow, QWindow>(makeWindow<QQuickWindow>);
    registry.method("insert", [](QQmlPropertyMap *self, QString key, QVariant value) { self->insert(key, value); });
    registry.method("value", [](QQmlPropertyMap *self, QString key) { return self->value(key); });
}

void registerWindow(Registry &registry)
{
    registry.method("topLevelWindows", [](QGuiApplication *) { return QGuiApplication::topLevelWindows(); });
    // The window as it is drawn now, as the bytes of a PNG file.
    registry.method("grab", [](QQuickWindow *self) {
        QByteArray png;
        QBuffer buffer(&png);
        buffer.open(QIODevice::WriteOnly);
        self->grabWindow().save(&buffer, "PNG");
        return png;
    });
    registry.method("contentItem", [](QQuickWindow *self) { return self->contentItem(); });
    // The property `parent`, which QObject's method of that name hides.
    registry.nullable<QQuickItem>("setParentItem");
    registry.method("parentItem", [](QQuickItem *self) { return self->parentItem(); });
    registry.method("setParentItem", [](QQuickItem *self, QQuickItem *parent) { self->setParentItem(parent); });
    registry.method("childItems", [](QQuickItem *self) { return self->childItems(); });
    registry.method("mapToScene", [](QQuickItem *self, QPointF point) { return self->mapToScene(point); });

    // As QTest's functions of these names: events like those of the user, for tests and demonstrations.
    registry.method(
        "mouseClick", [](QQuickWindow *self, QPointF at, Qt::MouseButtons buttons) {
            const QPointF global = self->mapToGlobal(at);
            const Qt::MouseButton which = buttons ? static_cast<Qt::MouseButton>(buttons.toInt()) : Qt::LeftButton;
            QMouseEvent move(QEvent::MouseMove, at, global, Qt::NoButton, Qt::NoButton, Qt::NoModifier);
            QMouseEvent press(QEvent::MouseButtonPress, at, global, which, which, Qt::NoModifier);
            QMouseEvent release(QEvent::MouseButtonRelease, at, global, which, Qt::NoButton, Qt::NoModifier);
            const QPointer<QQuickWindow> alive = self;
            for (QMouseEvent *event : {&move, &press, &release}) {
                if (alive)
                    QCoreApplication::sendEvent(self, event);
            }
        },
        1);
    registry.method("keyClicks", [](QQuickWindow *self, QString text) {
        const QPointer<QQuickWindow> alive = self;
        for (const QChar character : text) {
            const int key = character == QLatin1Char('\n') ? int(Qt::Key_Return) : int(character.toUpper().unicode());
            QKeyEvent press(QEvent::KeyPress, key, Qt::NoModifier, QString(character));
            QKeyEvent release(QEvent::KeyRelease, key, Qt::NoModifier, QString(character));
            QCoreApplication::sendEvent(self, &press);
            if (alive)
                QCoreApplication::sendEvent(self, &release);
            if (!alive)
                return;
        }
    });
}

}  // namespace

void registerQuickTypes(Registry &registry, ScriptCalls &calls)
{
    registerClasses(registry, calls);
    registerModel(registry, calls);
    registerWindow(registry);
    calls.values.addUnwrap(QMetaType::fromType<QJSValue>(), fromQml);
}

}  // namespace qta
