#include "widget_test_driver.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QScrollArea>
#include <QWidget>

namespace {

// The action of a tool button or a menu is where its widget is.
QWidget *widgetOf(QObject *object)
{
    if (QWidget *const widget = qobject_cast<QWidget *>(object))
        return widget;
    const QAction *const action = qobject_cast<QAction *>(object);
    if (!action)
        return nullptr;
    for (QObject *const holder : action->associatedObjects()) {
        QWidget *const widget = qobject_cast<QWidget *>(holder);
        if (widget && widget->isVisible())
            return widget;
    }
    return nullptr;
}

}  // namespace

void WidgetTestDriver::steady(const QString &fontFamily, int pointSize)
{
    TestDriver::steady(fontFamily, pointSize);
    QApplication::setFont(QFont(fontFamily, pointSize));
    for (const Qt::UIEffect effect : {Qt::UI_AnimateMenu, Qt::UI_FadeMenu, Qt::UI_AnimateCombo, Qt::UI_AnimateTooltip, Qt::UI_FadeTooltip,
                                      Qt::UI_AnimateToolBox})
        QApplication::setEffectEnabled(effect, false);
}

QObjectList WidgetTestDriver::roots(bool hidden) const
{
    QObjectList all;
    for (QWidget *const widget : QApplication::topLevelWidgets()) {
        // What Qt keeps for itself: a combo box's list that is closed, the desktop.
        if (widget->isVisible() || (hidden && !widget->parentWidget() && !widget->inherits("QComboBoxPrivateContainer")))
            all.append(widget);
    }
    return all;
}

QObjectList WidgetTestDriver::childrenOf(QObject *object) const
{
    QObjectList all;
    for (QObject *const child : object->children()) {
        if (child->isWidgetType())
            all.append(child);
    }
    return all;
}

QWindow *WidgetTestDriver::windowOf(QObject *object) const
{
    const QWidget *const widget = widgetOf(object);
    return widget ? widget->window()->windowHandle() : nullptr;
}

QRectF WidgetTestDriver::areaOf(QObject *object) const
{
    const QWidget *const widget = widgetOf(object);
    if (!widget)
        return {};
    const QRect visible = widget->visibleRegion().boundingRect();
    return QRectF(widget->mapTo(widget->window(), visible.topLeft()), visible.size());
}

bool WidgetTestDriver::isVisible(QObject *object) const
{
    const QWidget *const widget = widgetOf(object);
    return widget && widget->isVisible();
}

bool WidgetTestDriver::isEnabled(QObject *object) const
{
    if (const QAction *const action = qobject_cast<QAction *>(object))
        return action->isEnabled();
    const QWidget *const widget = widgetOf(object);
    return widget && widget->isEnabled();
}

void WidgetTestDriver::reveal(QObject *object)
{
    QWidget *const widget = qobject_cast<QWidget *>(object);
    for (QWidget *above = widget ? widget->parentWidget() : nullptr; above; above = above->parentWidget()) {
        if (QScrollArea *const area = qobject_cast<QScrollArea *>(above))
            area->ensureWidgetVisible(widget);
    }
}

QObject *WidgetTestDriver::covering(QObject *object, QPointF at)
{
    QWidget *const widget = widgetOf(object);
    if (!widget)
        return nullptr;
    QWidget *const window = widget->window();
    // A modal dialog blocks this window, or a popup takes its events.
    for (QWidget *const modal : {QApplication::activePopupWidget(), QApplication::activeModalWidget()}) {
        if (!modal || modal->window() == window)
            continue;
        const bool blocksAll = modal->windowModality() != Qt::WindowModal;
        bool ours = false;
        for (QWidget *above = window; above && !ours; above = above->parentWidget() ? above->parentWidget()->window() : nullptr)
            ours = above == modal->window();
        bool below = false;
        for (QWidget *above = modal->window(); above && !below; above = above->parentWidget() ? above->parentWidget()->window() : nullptr)
            below = above == window;
        if (!ours && (blocksAll || below) && window->windowType() != Qt::Popup)
            return modal;
    }
    QWidget *const hit = window->childAt(at.toPoint());
    return !hit || hit == widget || widget->isAncestorOf(hit) || hit->isAncestorOf(widget) ? nullptr : hit;
}
