#include "widget_test_driver.h"
#include "widget_types.h"

#include "objects/registry.h"

#include <QButtonGroup>
#include <QColorDialog>
#include <QCompleter>
#include <QDataWidgetMapper>
#include <QErrorMessage>
#include <QFileDialog>
#include <QFocusFrame>
#include <QFontDialog>
#include <QGesture>
#include <QGraphicsEffect>
#include <QGraphicsItem>
#include <QGraphicsItemAnimation>
#include <QGraphicsProxyWidget>
#include <QGraphicsScene>
#include <QGraphicsTransform>
#include <QGraphicsWidget>
#include <QHeaderView>
#include <QInputDialog>
#include <QItemDelegate>
#include <QLayout>
#include <QListWidget>
#include <QMdiSubWindow>
#include <QMessageBox>
#include <QProgressDialog>
#include <QRubberBand>
#include <QSizeGrip>
#include <QSplashScreen>
#include <QStackedLayout>
#include <QStyledItemDelegate>
#include <QSystemTrayIcon>
#include <QTabBar>
#include <QTableWidget>
#include <QTreeWidget>
#include <QUiLoader>
#include <QWidgetAction>

namespace qta {

namespace {

bool isWidget(const QObject *object)
{
    return object && object->isWidgetType();
}

// What Qt Designer can place: every widget and layout class, and plugins' widgets too.
QObject *makeByUiLoader(const QString &className, QObject *parent)
{
    QUiLoader loader;
    QWidget *widget = isWidget(parent) ? static_cast<QWidget *>(parent) : nullptr;
    if (loader.availableWidgets().contains(className)) {
        if (parent && !widget)
            return nullptr;
        QWidget *made = loader.createWidget(className, widget);
        // The loader leaves it to the pages of some containers to take their widgets.
        if (made && made->parentWidget() != widget)
            made->setParent(widget);
        return made;
    }
    if (loader.availableLayouts().contains(className)) {
        // A widget that has a layout already keeps it; the new one is for the caller to place.
        QLayout *layout = loader.createLayout(className, widget && !widget->layout() ? parent : nullptr);
        return layout;
    }
    return nullptr;
}

bool reparentWidget(QObject *object, QObject *parent, QString *error)
{
    // Its place, and what it lays out, are with its parent: Qt moves none of them.
    if (qobject_cast<QLayout *>(object)) {
        if (parent != object->parent())
            *error = QStringLiteral("Cannot set the parent of a layout: use QWidget.setLayout(), or addLayout() of another layout");
        return true;
    }
    if (!isWidget(object))
        return false;
    if (parent && !isWidget(parent))
        *error = QStringLiteral("Cannot set the parent of a widget: expected a widget, got a %1").arg(QLatin1String(parent->metaObject()->className()));
    else
        static_cast<QWidget *>(object)->setParent(static_cast<QWidget *>(parent));
    return true;
}

}  // namespace

void registerWidgetClasses(Registry &registry)
{
    registry.type<QButtonGroup>();
    registry.type<WidgetTestDriver>();
    registry.type<QCompleter>();
    registry.type<QDataWidgetMapper>();
    registry.type<QGesture>();
    registry.type<QGraphicsBlurEffect>();
    registry.type<QGraphicsColorizeEffect>();
    registry.type<QGraphicsDropShadowEffect>();
    registry.type<QGraphicsItemAnimation>();
    registry.type<QGraphicsOpacityEffect>();
    registry.type<QGraphicsRotation>();
    registry.type<QGraphicsScale>();
    registry.type<QGraphicsScene>();
    registry.type<QItemDelegate>();
    registry.type<QPanGesture>();
    registry.type<QPinchGesture>();
    registry.type<QStyledItemDelegate>();
    registry.type<QSwipeGesture>();
    registry.type<QSystemTrayIcon>();
    registry.type<QTapAndHoldGesture>();
    registry.type<QTapGesture>();
    registry.type<QUiLoader>();
    registry.type<QWidgetAction>();

    registry.type<QColorDialog, QWidget>();
    registry.type<QErrorMessage, QWidget>();
    registry.type<QFileDialog, QWidget>();
    registry.type<QFocusFrame, QWidget>();
    registry.type<QFontDialog, QWidget>();
    registry.type<QInputDialog, QWidget>();
    registry.type<QMdiSubWindow, QWidget>();
    registry.type<QMessageBox, QWidget>();
    registry.type<QProgressDialog, QWidget>();
    registry.type<QSizeGrip, QWidget>();
    registry.type<QStackedLayout, QWidget>();
    registry.type<QTabBar, QWidget>();

    registry.type<QGraphicsProxyWidget, QGraphicsObject>();
    registry.type<QGraphicsTextItem, QGraphicsObject>();
    registry.type<QGraphicsWidget, QGraphicsObject>();

    // What cannot be changed later is as most programs want it.
    registry.made<QHeaderView, QWidget>([](QWidget *parent) { return new QHeaderView(Qt::Horizontal, parent); });
    registry.made<QRubberBand, QWidget>([](QWidget *parent) { return new QRubberBand(QRubberBand::Rectangle, parent); });
    registry.made<QSplashScreen, QObject>([](QObject *) { return new QSplashScreen; });
    registry.hide<QListWidget>("setModel(QAbstractItemModel*)");
    registry.hide<QTableWidget>("setModel(QAbstractItemModel*)");
    registry.hide<QTreeWidget>("setModel(QAbstractItemModel*)");
    registry.enumeration<QAbstractItemDelegate::EndEditHint>(QAbstractItemDelegate::staticMetaObject, "EndEditHint", {
                                                                                                                         {"NoHint", QAbstractItemDelegate::NoHint},
                                                                                                                         {"EditNextItem", QAbstractItemDelegate::EditNextItem},
                                                                                                                         {"EditPreviousItem", QAbstractItemDelegate::EditPreviousItem},
                                                                                                                         {"SubmitModelCache", QAbstractItemDelegate::SubmitModelCache},
                                                                                                                         {"RevertModelCache", QAbstractItemDelegate::RevertModelCache},
                                                                                                                     });
    registry.enumeration<QGesture::GestureCancelPolicy>(QGesture::staticMetaObject, "GestureCancelPolicy", {
                                                                                                               {"CancelNone", QGesture::CancelNone},
                                                                                                               {"CancelAllInContext", QGesture::CancelAllInContext},
                                                                                                           });
    registry.enumeration<QSystemTrayIcon::MessageIcon>(QSystemTrayIcon::staticMetaObject, "MessageIcon", {
                                                                                                             {"NoIcon", QSystemTrayIcon::NoIcon},
                                                                                                             {"Information", QSystemTrayIcon::Information},
                                                                                                             {"Warning", QSystemTrayIcon::Warning},
                                                                                                             {"Critical", QSystemTrayIcon::Critical},
                                                                                                         });
    registry.enumeration<QSystemTrayIcon::ActivationReason>(QSystemTrayIcon::staticMetaObject, "ActivationReason", {
                                                                                                                       {"Unknown", QSystemTrayIcon::Unknown},
                                                                                                                       {"Context", QSystemTrayIcon::Context},
                                                                                                                       {"DoubleClick", QSystemTrayIcon::DoubleClick},
                                                                                                                       {"Trigger", QSystemTrayIcon::Trigger},
                                                                                                                       {"MiddleClick", QSystemTrayIcon::MiddleClick},
                                                                                                                   });
    registry.enumeration<QTabBar::SelectionBehavior>(QTabBar::staticMetaObject, "SelectionBehavior", {
                                                                                                         {"SelectLeftTab", QTabBar::SelectLeftTab},
                                                                                                         {"SelectRightTab", QTabBar::SelectRightTab},
                                                                                                         {"SelectPreviousTab", QTabBar::SelectPreviousTab},
                                                                                                     });
    registry.addFallbackFactory(makeByUiLoader);
    registry.addReparent(reparentWidget);
}

}  // namespace qta
