using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace SmartPbx.MediaEdge.Health;

/// <summary>
/// Listens to every meter whose name begins with <c>SmartPbx.</c>, and to the runtime's own (pauses of the collector, heap, thread pool), and writes the
/// text exposition format 0.0.4. Series per instrument are bounded, so a label gone wild cannot eat the memory.
/// </summary>
public sealed class PrometheusWriter : IDisposable
{
    /// <summary>Label combinations kept for one instrument.</summary>
    public const int MaxSeriesPerInstrument = 2_000;

    private const string MeterPrefix = "SmartPbx.";
    private const string RuntimeMeter = "System.Runtime";
    private const string NamePrefix = "smartpbx_";
    private static readonly double[] DefaultBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Lock _gate = new();
    private readonly Dictionary<Instrument, Dictionary<string, Series>> _instruments = [];
    private readonly MeterListener _listener = new();

    public PrometheusWriter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith(MeterPrefix, StringComparison.Ordinal) || instrument.Meter.Name == RuntimeMeter) listener.EnableMeasurementEvents(instrument);
        };
        _listener.MeasurementsCompleted = (instrument, _) =>
        {
            lock (_gate) _instruments.Remove(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>All series as text.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        lock (_gate)
        {
            foreach (var group in _instruments.GroupBy(i => NameOf(i.Key)).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                text.Append("# TYPE ").Append(group.Key).Append(' ').Append(TypeOf(group.First().Key)).Append('\n');
                foreach (var (labels, series) in group.SelectMany(i => i.Value).OrderBy(s => s.Key, StringComparer.Ordinal)) series.Write(text, group.Key, labels);
            }
        }
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Labels(tags);
        lock (_gate)
        {
            if (!_instruments.TryGetValue(instrument, out var all)) _instruments.Add(instrument, all = new Dictionary<string, Series>(StringComparer.Ordinal));
            if (!all.TryGetValue(labels, out var series))
            {
                if (all.Count >= MaxSeriesPerInstrument) return;
                all.Add(labels, series = new Series(BucketsOf(instrument)));
            }
            series.Add(value, isTotal: instrument is Counter<long> or Counter<double> or Counter<int>);
        }
    }

    private static double[]? BucketsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> histogram => histogram.Advice?.HistogramBucketBoundaries?.ToArray() ?? DefaultBuckets,
        Histogram<long> or Histogram<int> => DefaultBuckets,
        _ => null,
    };

    private static string NameOf(Instrument instrument) =>
        instrument.Meter.Name == RuntimeMeter ? Plain(instrument.Name)
        : instrument.Name.StartsWith(NamePrefix, StringComparison.Ordinal) ? instrument.Name : NamePrefix + instrument.Name;

    // The runtime's names are of OpenTelemetry, with dots, which this format has not.
    private static string Plain(string name) => name.Replace('.', '_');

    private static string TypeOf(Instrument instrument) =>
        BucketsOf(instrument) is not null ? "histogram" : instrument.GetType().Name.Contains("Counter", StringComparison.Ordinal) ? "counter" : "gauge";

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return "";
        var text = new StringBuilder();
        foreach (var tag in tags)
        {
            var value = Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "";
            text.Append(text.Length == 0 ? "" : ",").Append(Plain(tag.Key)).Append("=\"")
                .Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('"');
        }
        return text.ToString();
    }

    private sealed class Series(double[]? buckets)
    {
        private readonly long[] _counts = new long[buckets?.Length ?? 0];
        private double _value;
        private long _count;

        public void Add(double value, bool isTotal)
        {
            _count++;
            _value = isTotal || buckets is not null ? _value + value : value;
            for (var i = 0; i < _counts.Length; i++)
                if (value <= buckets![i])
                    _counts[i]++;
        }

        public void Write(StringBuilder text, string name, string labels)
        {
            if (buckets is null)
            {
                Line(text, name, labels, _value);
                return;
            }
            var separator = labels.Length == 0 ? "" : ",";
            for (var i = 0; i < buckets.Length; i++) Line(text, name + "_bucket", string.Create(CultureInfo.InvariantCulture, $"{labels}{separator}le=\"{buckets[i]}\""), _counts[i]);
            Line(text, name + "_bucket", $"{labels}{separator}le=\"+Inf\"", _count);
            Line(text, name + "_sum", labels, _value);
            Line(text, name + "_count", labels, _count);
        }

        private static void Line(StringBuilder text, string name, string labels, double value)
        {
            text.Append(name);
            if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
            text.Append(CultureInfo.InvariantCulture, $" {value}\n");
        }
    }
}
