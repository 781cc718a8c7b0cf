// TestDriver for windows of widgets.
#pragma once

#include "testing/test_driver.h"

class WidgetTestDriver : public TestDriver
{
    Q_OBJECT

public:
    using TestDriver::TestDriver;

    void steady(const QString &fontFamily, int pointSize) override;
    void reveal(QObject *object) override;
    QObject *covering(QObject *object, QPointF at) override;

protected:
    QObjectList roots(bool hidden) const override;
    QObjectList childrenOf(QObject *object) const override;
    QWindow *windowOf(QObject *object) const override;
    QRectF areaOf(QObject *object) const override;
    bool isVisible(QObject *object) const override;
    bool isEnabled(QObject *object) const override;
};
