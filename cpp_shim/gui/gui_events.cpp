#include "gui_events.h"

#include <QDropEvent>
#include <QFocusEvent>
#include <QKeyEvent>
#include <QMetaEnum>
#include <QMimeData>
#include <QMouseEvent>
#include <QMoveEvent>
#include <QPaintEvent>
#include <QResizeEvent>
#include <QUrl>
#include <QWheelEvent>

namespace qta {

namespace {

void put(QVariantMap &fields, const char *name, const QVariant &value)
{
    fields.insert(QLatin1String(name), value);
}

template<class E>
QVariant enumeration(E value)
{
    return QVariant::fromValue(value);
}

void describePointer(QSinglePointEvent *event, QVariantMap &fields)
{
    put(fields, "position", event->position());
    put(fields, "globalPosition", event->globalPosition());
    put(fields, "button", enumeration(Qt::MouseButtons(event->button())));  // Qt knows the names of the flags alone
    put(fields, "buttons", enumeration(event->buttons()));
    put(fields, "modifiers", enumeration(event->modifiers()));
}

void describeDrop(QDropEvent *event, QVariantMap &fields)
{
    const QMimeData *data = event->mimeData();
    QVariantList urls;
    for (const QUrl &url : data->urls())
        urls.append(url);
    put(fields, "position", event->position());
    put(fields, "formats", data->formats());
    put(fields, "text", data->hasText() ? QVariant(data->text()) : QVariant());
    put(fields, "urls", urls);
}

}  // namespace

void describeGuiEvent(QEvent *event, QVariantMap &fields)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::KeyRelease:
    case QEvent::ShortcutOverride: {
        auto *key = static_cast<QKeyEvent *>(event);
        put(fields, "key", enumeration(static_cast<Qt::Key>(key->key())));
        put(fields, "text", key->text());
        put(fields, "modifiers", enumeration(key->modifiers()));
        put(fields, "autoRepeat", key->isAutoRepeat());
        break;
    }
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonRelease:
    case QEvent::MouseButtonDblClick:
    case QEvent::MouseMove:
        describePointer(static_cast<QMouseEvent *>(event), fields);
        break;
    case QEvent::Enter:
        describePointer(static_cast<QEnterEvent *>(event), fields);
        break;
    case QEvent::Wheel: {
        auto *wheel = static_cast<QWheelEvent *>(event);
        describePointer(wheel, fields);
        put(fields, "angleDelta", wheel->angleDelta());
        put(fields, "pixelDelta", wheel->pixelDelta());
        break;
    }
    case QEvent::Resize:
        put(fields, "size", static_cast<QResizeEvent *>(event)->size());
        put(fields, "oldSize", static_cast<QResizeEvent *>(event)->oldSize());
        break;
    case QEvent::Move:
        put(fields, "position", static_cast<QMoveEvent *>(event)->pos());
        put(fields, "oldPosition", static_cast<QMoveEvent *>(event)->oldPos());
        break;
    case QEvent::Paint:
        put(fields, "rect", static_cast<QPaintEvent *>(event)->rect());
        break;
    case QEvent::FocusIn:
    case QEvent::FocusOut:
        put(fields, "reason", enumeration(static_cast<QFocusEvent *>(event)->reason()));
        break;
    case QEvent::DragEnter:
    case QEvent::DragMove:
    case QEvent::Drop:
        describeDrop(static_cast<QDropEvent *>(event), fields);
        break;
    default:
        break;
    }
}

}  // namespace qta
