#include "quick_test_driver.h"

#include <QAccessible>
#include <QGuiApplication>
#include <QQuickItem>
#include <QQuickWindow>

QObjectList QuickTestDriver::roots(bool hidden) const
{
    // Controls get their roles when something asks for them.
    if (!QAccessible::isActive())
        QAccessible::setActive(true);
    QObjectList all;
    for (QWindow *const window : QGuiApplication::topLevelWindows()) {
        if (qobject_cast<QQuickWindow *>(window) && (hidden || window->isVisible()))
            all.append(window);
    }
    return all;
}

QObjectList QuickTestDriver::childrenOf(QObject *object) const
{
    if (QQuickWindow *const window = qobject_cast<QQuickWindow *>(object))
        return {window->contentItem()};
    QObjectList all;
    if (QQuickItem *const item = qobject_cast<QQuickItem *>(object)) {
        for (QQuickItem *const child : item->childItems())
            all.append(child);
    }
    return all;
}

QWindow *QuickTestDriver::windowOf(QObject *object) const
{
    if (QQuickWindow *const window = qobject_cast<QQuickWindow *>(object))
        return window;
    const QQuickItem *const item = qobject_cast<QQuickItem *>(object);
    return item ? item->window() : nullptr;
}

QRectF QuickTestDriver::areaOf(QObject *object) const
{
    if (QQuickWindow *const window = qobject_cast<QQuickWindow *>(object))
        return QRectF(QPointF(), window->size());
    const QQuickItem *const item = qobject_cast<QQuickItem *>(object);
    if (!item || !item->window())
        return {};
    QRectF area = item->mapRectToScene(QRectF(0, 0, item->width(), item->height()));
    for (const QQuickItem *above = item->parentItem(); above; above = above->parentItem()) {
        if (above->clip())
            area &= above->mapRectToScene(QRectF(0, 0, above->width(), above->height()));
    }
    return area & QRectF(QPointF(), item->window()->size());
}

bool QuickTestDriver::isVisible(QObject *object) const
{
    if (QQuickWindow *const window = qobject_cast<QQuickWindow *>(object))
        return window->isVisible();
    const QQuickItem *const item = qobject_cast<QQuickItem *>(object);
    return item && item->isVisible() && item->window() && item->window()->isVisible();
}

bool QuickTestDriver::isEnabled(QObject *object) const
{
    const QQuickItem *const item = qobject_cast<QQuickItem *>(object);
    return item ? item->isEnabled() : qobject_cast<QQuickWindow *>(object) != nullptr;
}

QObject *QuickTestDriver::covering(QObject *object, QPointF)
{
    const QWindow *const window = windowOf(object);
    QWindow *const modal = QGuiApplication::modalWindow();
    if (!window || !modal || modal == window)
        return nullptr;
    const bool blocks = modal->modality() == Qt::ApplicationModal || window->isAncestorOf(modal, QWindow::IncludeTransients);
    return blocks && !modal->isAncestorOf(window, QWindow::IncludeTransients) ? modal : nullptr;
}
