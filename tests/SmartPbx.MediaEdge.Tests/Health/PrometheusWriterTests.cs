using System.Diagnostics.Metrics;
using SmartPbx.MediaEdge.Health;

namespace SmartPbx.MediaEdge.Tests.Health;

public class PrometheusWriterTests
{
    [Fact]
    public void Writes_counters_gauges_and_histograms_with_escaped_labels()
    {
        using var writer = new PrometheusWriter();
        using var meter = new Meter("SmartPbx.WriterTest");
        meter.CreateCounter<long>("writer_test_total").Add(2, new KeyValuePair<string, object?>("what", "a\"b\\c\nd"));
        meter.CreateObservableGauge("writer_test_gauge", () => 0.5);
        meter.CreateHistogram<double>("writer_test_seconds").Record(0.02);

        var text = writer.Write();

        Assert.Contains("# TYPE smartpbx_writer_test_total counter\nsmartpbx_writer_test_total{what=\"a\\\"b\\\\c\\nd\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE smartpbx_writer_test_gauge gauge\nsmartpbx_writer_test_gauge 0.5\n", text, StringComparison.Ordinal);
        Assert.Contains("smartpbx_writer_test_seconds_bucket{le=\"0.01\"} 0\nsmartpbx_writer_test_seconds_bucket{le=\"0.025\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("smartpbx_writer_test_seconds_bucket{le=\"+Inf\"} 1\nsmartpbx_writer_test_seconds_sum 0.02\nsmartpbx_writer_test_seconds_count 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_other_meters_alone()
    {
        using var writer = new PrometheusWriter();
        using var meter = new Meter("Other.Meter");
        meter.CreateCounter<long>("other_writer_test_total").Add(1);

        Assert.DoesNotContain("other_writer_test", writer.Write(), StringComparison.Ordinal);
    }
}
