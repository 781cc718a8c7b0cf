// TestDriver for windows of Qt Quick.
#pragma once

#include "testing/test_driver.h"

class QuickTestDriver : public TestDriver
{
    Q_OBJECT

public:
    using TestDriver::TestDriver;

    QObject *covering(QObject *object, QPointF at) override;

protected:
    QObjectList roots(bool hidden) const override;
    QObjectList childrenOf(QObject *object) const override;
    QWindow *windowOf(QObject *object) const override;
    QRectF areaOf(QObject *object) const override;
    bool isVisible(QObject *object) const override;
    bool isEnabled(QObject *object) const override;
};
